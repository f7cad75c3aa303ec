using System.Collections.Concurrent;
using Minos.Daemon.Http;
using Minos.Daemon.Web;

namespace Minos.Daemon.Tests.Http;

/// <summary>What the endpoints ask of the daemon, answered without one.</summary>
internal sealed class FakeDaemon : ILogFileResolver, IStatusSource
{
    /// <summary>Log files by <c>namespec/channel</c>.</summary>
    public ConcurrentDictionary<string, string> Logs { get; } = new();

    public List<ProcessRow> Rows { get; } = [];

    public string? MainLog { get; set; }

    public string Identifier => "supervisor <1>";

    public ValueTask<string?> ResolveProcessLogAsync(string processNamespec, string channel, CancellationToken cancellationToken) =>
        new(Logs.GetValueOrDefault($"{processNamespec}/{channel}"));

    public ValueTask<IReadOnlyList<ProcessRow>> GetAsync(CancellationToken cancellationToken) => new(Rows);
}
