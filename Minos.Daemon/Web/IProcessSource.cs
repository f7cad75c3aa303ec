namespace Minos.Daemon.Web;

/// <summary>Knows what the pages show.</summary>
public interface IProcessSource
{
    /// <summary>Which daemon this is.</summary>
    DaemonIdentity Identity { get; }

    /// <summary>Every process of every active group, in any order.</summary>
    ValueTask<IReadOnlyList<ProcessRow>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Everything about one process; null when there is no such process.</summary>
    /// <param name="namespec"><c>process</c> or <c>group:process</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<ProcessDetails?> FindAsync(string namespec, CancellationToken cancellationToken);

    /// <summary>The pids of all that run.</summary>
    ValueTask<IReadOnlyList<int>> GetPidsAsync(CancellationToken cancellationToken);

    /// <summary>Reports changes until the result is disposed of; costs nothing before and afterwards.</summary>
    /// <param name="changed">Called when a process's state has changed. Must not block.</param>
    /// <param name="regrouped">Called when a group has been added or removed. Must not block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IAsyncDisposable> WatchAsync(Action<ProcessRow> changed, Action regrouped, CancellationToken cancellationToken);
}
