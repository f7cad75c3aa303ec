using System.Management.Automation;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Gets the processes of supervisors.</summary>
[OutputType(typeof(MinosProcess))]
[Cmdlet(VerbsCommon.Get, MinosNouns.Process, DefaultParameterSetName = NameSet)]
public sealed class GetMinosProcessCommand : MinosProcessSelectorCommand
{
    private protected override bool AllByDefault => true;

    private protected override Task RunAsync(CommandPipeline pipeline) => SelectAsync(pipeline, processes =>
    {
        foreach (MinosProcess process in processes)
        {
            pipeline.WriteObject(process);
        }
    });
}
