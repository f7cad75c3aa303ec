using System.Management.Automation;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Gets the hosts of the host groups; none is connected to.</summary>
[OutputType(typeof(MinosHost))]
[Cmdlet(VerbsCommon.Get, MinosNouns.Host)]
public sealed class GetMinosHostCommand : MinosHostCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(SelectHosts(), enumerateCollection: true);
}
