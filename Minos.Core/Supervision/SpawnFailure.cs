namespace Minos.Supervision;

/// <summary>The kinds of failure that RPC clients can tell apart.</summary>
public enum SpawnFailureKind
{
    /// <summary>There is no such file (NO_FILE).</summary>
    NoFile,

    /// <summary>There is one, but it cannot be run (NOT_EXECUTABLE).</summary>
    NotExecutable,

    /// <summary>The start itself failed (SPAWN_ERROR).</summary>
    SpawnError,
}

/// <summary>Why a process could not be started.</summary>
/// <param name="kind">What clients are told.</param>
/// <param name="message">Supervisor's <c>spawnerr</c> sentence.</param>
public sealed class SpawnFailure(SpawnFailureKind kind, string message) : Exception(message)
{
    /// <summary>What clients are told.</summary>
    public SpawnFailureKind Kind { get; } = kind;

    /// <summary>What Supervisor's forked child would have written to its own stderr log before it exited with 127; null when nothing.</summary>
    public string? ChildMessage { get; init; }
}
