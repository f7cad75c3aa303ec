using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.PowerShell.Connections;

namespace Minos.PowerShell.Commands;

/// <summary>Gets the last lines of supervisors' own logs, and follows them on request.</summary>
[OutputType(typeof(MinosLogLine))]
[Cmdlet(VerbsCommon.Get, MinosNouns.Log)]
public sealed class GetMinosLogCommand : MinosSupervisorCommand
{
    /// <summary>How many lines.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Tail { get; set; } = 100;

    /// <summary>Go on with what is written, until Ctrl+C.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts) =>
        ForEachHostAsync(pipeline, hosts, (host, token) => LogLines.ReadAsync(
            Client(host), "supervisor.readLog", [], "/mainlogtail", Tail, Wait,
            line => pipeline.WriteObject(new MinosLogLine(host, null, "supervisor", line)), token));
}
