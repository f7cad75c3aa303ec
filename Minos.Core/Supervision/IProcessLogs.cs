using Microsoft.Win32.SafeHandles;
using Minos.Configuration;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>Makes the logs of processes. From any thread; touches the disk.</summary>
public interface IProcessLogFactory
{
    /// <summary>The logs of one process; AUTO files get their names and are created here.</summary>
    IProcessLogs Create(string groupName, ProcessSettings settings);
}

/// <summary>The logs of one process over all of its starts.</summary>
public interface IProcessLogs
{
    /// <summary>Path of the stdout log; null when there is none.</summary>
    string? StdoutPath { get; }

    /// <summary>Path of the stderr log; null when there is none.</summary>
    string? StderrPath { get; }

    /// <summary>Begins to find out whether the logs can be written. Before a start, on the thread of the starts.</summary>
    /// <returns>Waits for the answer, but not long for a disk that hangs; throws <see cref="SpawnFailure"/> when one can't: the message says which and why.</returns>
    Action Check();

    /// <summary>Begins to log what a child writes. A stdout that somebody else has taken is logged by <see cref="IAttachedOutput.WriteStdout"/>.</summary>
    IAttachedOutput Attach(SpawnedProcess child);

    /// <summary>Logs what a process has left in its pipes that ended while no daemon was there, and closes them.</summary>
    /// <param name="stdout">Its stdout; null for none.</param>
    /// <param name="stderr">Its stderr; null for none.</param>
    /// <param name="entry">The process.</param>
    /// <param name="completed">Called when it is in the log, on whatever thread that happens on.</param>
    void AppendLeft(SafeFileHandle? stdout, SafeFileHandle? stderr, JournalEntry entry, Action completed);

    /// <summary>Appends a message about a start that failed, where the child would have written it.</summary>
    void AppendFailure(string message);
}

/// <summary>The output pipes of a running process.</summary>
public interface IAttachedOutput
{
    /// <summary>Logs what is in the pipes, closes them, and then calls <paramref name="completed"/> on whatever thread that happens on.</summary>
    void DrainAndClose(Action completed);

    /// <summary>Logs what has been read from a stdout that was not attached.</summary>
    void WriteStdout(ReadOnlyMemory<byte> data);

    /// <summary>Removes the log files and starts new ones.</summary>
    /// <returns>False when that could not be done.</returns>
    Task<bool> ClearAsync();
}
