using System.Collections.Concurrent;
using Minos.Daemon.Http;
using Minos.Daemon.Web;

namespace Minos.Daemon.Tests.Http;

/// <summary>What the endpoints ask of the daemon, answered without one.</summary>
internal sealed class FakeDaemon : ILogFileResolver, IProcessSource
{
    /// <summary>Log files by <c>namespec/channel</c>.</summary>
    public ConcurrentDictionary<string, string> Logs { get; } = new();

    public List<ProcessRow> Rows { get; } = [];

    public string? MainLog { get; set; }

    public DaemonIdentity Identity => new("supervisor <1>", "host", "1.0");

    public ValueTask<string?> ResolveProcessLogAsync(string processNamespec, string channel, CancellationToken cancellationToken) =>
        new(Logs.GetValueOrDefault($"{processNamespec}/{channel}"));

    /// <summary>Called by tests to report a change to the pages that watch.</summary>
    public Action<ProcessRow>? Changed { get; private set; }

    public ValueTask<IReadOnlyList<ProcessRow>> GetAsync(CancellationToken cancellationToken) => new(Rows);

    public ValueTask<ProcessDetails?> FindAsync(string namespec, CancellationToken cancellationToken) => new(
        Rows.Find(r => r.Namespec == namespec) is { } row
            ? new ProcessDetails(row, "/bin/<cat>")
            {
                StdoutLog = Logs.GetValueOrDefault($"{namespec}/stdout"),
                StderrLog = Logs.GetValueOrDefault($"{namespec}/stderr"),
            }
            : null);

    public ValueTask<IReadOnlyList<int>> GetPidsAsync(CancellationToken cancellationToken) =>
        new([.. Rows.Select(r => r.Pid).Where(p => p != 0)]);

    public ValueTask<IAsyncDisposable> WatchAsync(Action<ProcessRow> changed, Action regrouped, CancellationToken cancellationToken)
    {
        Changed += changed;
        return new(new Watch(() => Changed -= changed));
    }

    private sealed class Watch(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
