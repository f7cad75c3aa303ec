namespace Minos.Native;

/// <summary>How a process ended (man 2 waitid).</summary>
/// <param name="Code">Exit status, 0 to 255; meaningless when a signal ended it.</param>
/// <param name="Signal">The signal that ended it; 0 when it exited.</param>
/// <param name="CoreDumped">Whether a core file was written.</param>
public readonly record struct ExitStatus(int Code, int Signal, bool CoreDumped)
{
    /// <summary>What Supervisor calls the exit status: the code, or -1 after a signal.</summary>
    public int SupervisorCode => Signal == 0 ? Code : -1;

    /// <summary>Supervisor's words for it: <c>exit status 3</c>, <c>terminated by SIGSEGV (core dumped)</c>.</summary>
    public override string ToString() =>
        Signal == 0 ? $"exit status {Code}" : $"terminated by {SignalNames.Describe(Signal)}{(CoreDumped ? " (core dumped)" : "")}";
}
