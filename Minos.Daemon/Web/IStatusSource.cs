namespace Minos.Daemon.Web;

/// <summary>Knows what the status page shows.</summary>
public interface IStatusSource
{
    /// <summary>The daemon's <c>identifier</c>.</summary>
    string Identifier { get; }

    /// <summary>Every process of every active group, in any order.</summary>
    ValueTask<IReadOnlyList<ProcessRow>> GetAsync(CancellationToken cancellationToken);
}
