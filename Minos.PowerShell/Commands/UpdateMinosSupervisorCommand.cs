using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Abstractions;
using Minos.PowerShell.Errors;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Has supervisors read their configuration again and brings their process groups in line with it; with -Binary another minosd takes over
/// from the one that runs.</summary>
[OutputType(typeof(MinosConfigurationUpdate), typeof(MinosHostResult))]
[Cmdlet(VerbsData.Update, MinosNouns.Supervisor, SupportsShouldProcess = true)]
public sealed class UpdateMinosSupervisorCommand : MinosSupervisorOperationCommand
{
    private static readonly string[] s_ofBinary = [nameof(BatchSize), nameof(MaxFailure), nameof(HealthTimeoutSeconds), nameof(StopTimeoutSeconds)];

    private FleetOptions _options = new();
    private InstallRequest? _request;

    /// <summary>A minosd for the hosts, or the folder of a build, one a machine type; the hosts keep their configuration.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Binary { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Binary.Length > 0)
        {
            _options = OperationOptions();
            _request = ReadRequest(Binary, null) with { IsUpgrade = true };
        }
        else if (s_ofBinary.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } name)
        {
            ThrowTerminatingError(ErrorRecords.BinaryMissing(name));
        }

        base.EndProcessing();
    }

    private protected override Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts)
    {
        if (_request is null)
        {
            return ForEachHostAsync(pipeline, hosts, (host, token) => UpdateAsync(pipeline, host, token));
        }

        foreach (MinosHost host in hosts.Where(static host => host.Target is null))
        {
            pipeline.WriteError(ErrorRecords.HostOfNoGroup(host));
        }

        return RunFleetAsync(pipeline, hosts, "Upgrade the supervisor", _options, (installer, target, token) => installer.InstallAsync(target, _request, token));
    }

    private async Task UpdateAsync(CommandPipeline pipeline, MinosHost host, CancellationToken token)
    {
        // Reading changes nothing that runs: this is the diff that -WhatIf shows.
        RpcArray lists = (await Client(host).CallAsync("supervisor.reloadConfig", token).ConfigureAwait(false)).AsArray()[0].AsArray();
        foreach ((int index, string change) in new[] { (2, "Removed"), (1, "Changed"), (0, "Added") })
        {
            foreach (string group in lists[index].AsArray().Select(static name => name.AsString()))
            {
                bool apply = await pipeline.ShouldProcessAsync($"{host}/{group}", $"Update ({change})").ConfigureAwait(false);
                if (apply)
                {
                    await ApplyAsync(Client(host), group, change, token).ConfigureAwait(false);
                }

                pipeline.WriteObject(new MinosConfigurationUpdate(host, group, change, apply));
            }
        }
    }

    private static async Task ApplyAsync(RpcClient client, string group, string change, CancellationToken token)
    {
        string[] steps = change switch
        {
            "Removed" => ["stopProcessGroup", "removeProcessGroup"],
            "Changed" => ["stopProcessGroup", "removeProcessGroup", "addProcessGroup"],
            _ => ["addProcessGroup"],
        };
        foreach (string step in steps)
        {
            await client.CallAsync("supervisor." + step, [group], token).ConfigureAwait(false);
        }
    }
}
