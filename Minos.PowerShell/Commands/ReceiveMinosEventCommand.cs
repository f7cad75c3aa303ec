using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.PowerShell.Completion;
using Minos.PowerShell.Connections;

namespace Minos.PowerShell.Commands;

/// <summary>Writes an object for every change of a process, as it happens, until Ctrl+C.</summary>
[OutputType(typeof(MinosEvent))]
[Cmdlet(VerbsCommunications.Receive, MinosNouns.Event)]
public sealed class ReceiveMinosEventCommand : MinosSupervisorCommand
{
    /// <summary>Processes; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProcessCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Begin with an object for each process as it is now.</summary>
    [Parameter]
    public SwitchParameter IncludeCurrent { get; set; }

    private protected override Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts)
    {
        ThrottleLimit = Math.Max(ThrottleLimit, hosts.Count); // each is followed to the end
        return ForEachHostAsync(pipeline, hosts, (host, token) => EventStream.ReadAsync(
            Client(host), host, IncludeCurrent,
            found =>
            {
                if (Array.Exists(Name, name => HostSelector.Matches(name, found.Name)))
                {
                    pipeline.WriteObject(found);
                }
            },
            token));
    }
}
