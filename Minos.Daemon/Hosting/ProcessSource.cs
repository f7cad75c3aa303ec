using Minos.Daemon.Http;
using Minos.Daemon.Web;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>What the web pages and the log tails ask about processes.</summary>
internal sealed class ProcessSource(Supervisor supervisor) : ILogFileResolver, IStatusSource
{
    public string? MainLog => supervisor.Configuration.Daemon.LogFile is var file and not "syslog" ? file : null;

    public string Identifier => supervisor.Configuration.Daemon.Identifier;

    public async ValueTask<string?> ResolveProcessLogAsync(string processNamespec, string channel, CancellationToken cancellationToken)
    {
        var name = ProcessName.Parse(processNamespec);
        return await supervisor.InvokeAsync(s =>
            name.Process is not null && s.FindGroup(name.Group)?.Find(name.Process)?.Logs is { } logs
                ? channel switch
                {
                    "stdout" => logs.StdoutPath,
                    "stderr" => logs.StderrPath,
                    _ => null,
                }
                : null).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<ProcessRow>> GetAsync(CancellationToken cancellationToken)
    {
        List<ProcessSnapshot> snapshots = await supervisor.InvokeAsync(s => s.Processes.Select(ProcessSnapshot.Of).ToList()).ConfigureAwait(false);
        return snapshots.ConvertAll(static p => new ProcessRow(p.Group, p.Name, p.State.Name(), p.Description));
    }
}
