namespace Minos.Benchmarks.Subjects;

/// <summary>A supervisor that is measured.</summary>
internal interface ISubject
{
    /// <summary>As the table's column is called.</summary>
    string Name { get; }

    /// <summary>Starts it with its own folder; returns when it answers.</summary>
    Task<IRunningSubject> StartAsync(Workload workload, string folder);
}
