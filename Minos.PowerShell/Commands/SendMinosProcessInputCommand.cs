using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Writes to the standard input of processes.</summary>
[OutputType(typeof(MinosProcess))]
[Cmdlet(VerbsCommunications.Send, MinosNouns.ProcessInput, DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
public sealed class SendMinosProcessInputCommand : MinosProcessOperationCommand
{
    /// <summary>The lines; each gets a line end.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    public string[] Text { get; set; } = [];

    /// <summary>Add no line ends.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    private protected override string Action => "Send input";

    private protected override IEnumerable<RpcCall> Calls(MinosProcess process) =>
        [Call("sendProcessStdin", process, string.Concat(Text.Select(line => NoNewline ? line : line + "\n")))];
}
