namespace Minos.Deployment;

/// <summary>What deployment needs of supervision. A process of that name with another directory is another job's: as if there were none.</summary>
internal interface IJobSupervisor
{
    /// <summary>Reads the configuration again, takes the job's program in as it is there, and starts it without waiting.</summary>
    /// <exception cref="Rpc.RpcFault">It runs already, or cannot be started.</exception>
    Task StartAsync(string name, string directory, CancellationToken cancellationToken);

    /// <summary>Stops it without waiting.</summary>
    /// <exception cref="Rpc.RpcFault">It does not run, or there is none.</exception>
    Task StopAsync(string name, string directory, CancellationToken cancellationToken);

    /// <summary>Its state in capitals, e.g. <c>RUNNING</c>.</summary>
    /// <exception cref="Rpc.RpcFault">There is none.</exception>
    Task<string> GetStateAsync(string name, string directory, CancellationToken cancellationToken);

    /// <summary>Whether it is stopped, or there is none; waits for one that is about to stop.</summary>
    Task<bool> IsStoppedAsync(string name, string directory, CancellationToken cancellationToken);

    /// <summary>Takes it out of the active programs and reads the configuration again; faults are no matter.</summary>
    Task RemoveAsync(string name, string directory, CancellationToken cancellationToken);
}
