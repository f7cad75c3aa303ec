namespace Minos.Benchmarks.Subjects;

/// <summary>A supervisor that answers. Disposing it ends it and what it started.</summary>
internal interface IRunningSubject : IAsyncDisposable
{
    /// <summary>The supervisor's process.</summary>
    int Pid { get; }

    /// <summary>Milliseconds from its start to its first answer.</summary>
    double ReadyMilliseconds { get; }

    /// <summary>Returns when every program of the workload runs.</summary>
    Task WaitUntilAllRunAsync();

    /// <summary>Starts every program by one call, and returns when they run.</summary>
    Task StartAllAsync();
}
