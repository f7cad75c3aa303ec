using Minos.Configuration;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>The operating system as the state machine sees it. Everything happens on the supervision thread.</summary>
public interface IProcessKernel
{
    /// <summary>Begins to start a process; never waits.</summary>
    void Launch(ProcessLaunch launch);

    /// <summary>Takes over a process that an earlier daemon has started; <see cref="ProcessLaunch.Started"/> is not called.</summary>
    /// <param name="launch">Who is told about it.</param>
    /// <param name="entry">What the journal says of it.</param>
    /// <returns>The process; null when it has ended meanwhile, or is not that process any more.</returns>
    IRunningProcess? Adopt(ProcessLaunch launch, JournalEntry entry) => null;
}

/// <summary>One attempt to start a process, and who is told about it.</summary>
/// <param name="GroupName">The process group, for the child's environment.</param>
/// <param name="Settings">What to start.</param>
/// <param name="Logs">Where its output goes.</param>
public sealed record ProcessLaunch(string GroupName, ProcessSettings Settings, IProcessLogs Logs)
{
    /// <summary>The socket that is its stdin; null for a pipe.</summary>
    public FastCgiSocket? Input { get; init; }

    /// <summary>What is noted in the journal before it is started, and again with its process id; null for nothing.</summary>
    public JournalEntry? Entry { get; init; }

    /// <summary>Called when the program has been executed. Either this or <see cref="Failed"/> is called, once.</summary>
    public required Action<IRunningProcess> Started { get; init; }

    /// <summary>Called when it could not be started.</summary>
    public required Action<SpawnFailure> Failed { get; init; }

    /// <summary>Gets what it writes to stdout, as it is read; all of it before <see cref="Exited"/>. It is logged as well. Null for a process
    /// whose stdout is only logged.</summary>
    public Action<ReadOnlyMemory<byte>>? StdoutReceived { get; init; }

    /// <summary>Called once after <see cref="Started"/>, when the process has ended and what it wrote has been logged.</summary>
    public required Action<ExitStatus> Exited { get; init; }
}

/// <summary>A process that has been started and whose exit has not been reported.</summary>
public interface IRunningProcess
{
    /// <summary>Its process id; also the id of its process group.</summary>
    int Pid { get; }

    /// <summary>When it was started, in clock ticks since boot.</summary>
    long StartTicks => 0;

    /// <summary>The pipes that it was started with.</summary>
    PipeNumbers Pipes => default;

    /// <summary>Whether it has ended and that has not been reported yet.</summary>
    bool IsEnding => false;

    /// <summary>Whether its stdout could not be taken over: it had ended, and what it wrote last has gone with the pipe.</summary>
    bool HasLostOutput => false;

    /// <summary>Whether it is this process's child.</summary>
    bool IsChild => true;

    /// <summary>What its stdin has not taken yet.</summary>
    byte[] PendingInput => [];

    /// <summary>Sends a signal to it or to its process group.</summary>
    /// <returns>0, or the error number.</returns>
    int Signal(int signal, bool group);

    /// <summary>Queues bytes for its stdin.</summary>
    /// <returns>False when it has closed its stdin.</returns>
    bool WriteInput(ReadOnlyMemory<byte> bytes);

    /// <summary>Removes its log files and starts new ones.</summary>
    /// <returns>False when that could not be done.</returns>
    Task<bool> ClearLogsAsync();
}
