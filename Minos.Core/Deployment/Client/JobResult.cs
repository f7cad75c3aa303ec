using Minos.Supervision;

namespace Minos.Deployment.Client;

/// <summary>What became of one operation on one task.</summary>
public enum JobOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>It was not done; the message says why.</summary>
    Failed,

    /// <summary>It was not tried, because something before it failed.</summary>
    Skipped,
}

/// <summary>The outcome of one operation on one task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="State">The state of its process afterwards; null when there is none or it was not looked at.</param>
/// <param name="Message">For people; the server's own words when it refused.</param>
public sealed record JobResult(JobTask Task, JobOutcome Outcome, ProcessState? State, string Message)
{
    /// <summary>Whether the operation went well.</summary>
    public bool Succeeded => Outcome is JobOutcome.Done or JobOutcome.Unchanged;

    /// <summary>What the call to the host has thrown; null when the host answered.</summary>
    public Exception? Exception { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Task}: {Message}";
}
