namespace Minos.Native;

/// <summary>How a process ended (man 2 waitid).</summary>
/// <param name="Code">Exit status, 0 to 255; meaningless when a signal ended it.</param>
/// <param name="Signal">The signal that ended it; 0 when it exited.</param>
/// <param name="CoreDumped">Whether a core file was written.</param>
public readonly record struct ExitStatus(int Code, int Signal, bool CoreDumped)
{
    /// <summary>Of a process that ended while nobody watched who may know how.</summary>
    public static ExitStatus Unknown { get; } = new(-1, 0, false) { IsUnknown = true };

    /// <summary>Whether it is not known how the process ended: never an expected end.</summary>
    public bool IsUnknown { get; private init; }

    /// <summary>What Supervisor calls the exit status: the code, or -1 after a signal and when it is not known.</summary>
    public int SupervisorCode => Signal == 0 ? Code : -1;

    /// <summary>Takes the kernel's own form apart (man 2 wait, the macros).</summary>
    internal static ExitStatus FromWaitStatus(int status) =>
        (status & 0x7F) is var signal and not 0 ? new ExitStatus(0, signal, (status & 0x80) != 0) : new ExitStatus((status >> 8) & 0xFF, 0, false);

    /// <summary>Supervisor's words for it: <c>exit status 3</c>, <c>terminated by SIGSEGV (core dumped)</c>.</summary>
    public override string ToString() =>
        IsUnknown ? "exit status unknown"
        : Signal == 0 ? $"exit status {Code}"
        : $"terminated by {SignalNames.Describe(Signal)}{(CoreDumped ? " (core dumped)" : "")}";
}
