using Minos.Fleet;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Abstractions;

/// <summary>An operation on the supervisors of hosts, for a cmdlet: it asks, shows how far it is, and writes a result or an error for each host.</summary>
/// <param name="pipeline">The cmdlet's.</param>
/// <param name="action">What is asked before a host, and shown by -WhatIf.</param>
/// <param name="options">How it is carried out.</param>
internal sealed class FleetWork(CommandPipeline pipeline, string action, FleetOptions options)
{
    internal async Task RunAsync(IReadOnlyList<HostTarget> candidates, Func<HostTarget, CancellationToken, Task<HostResult>> work, CancellationToken stop)
    {
        IReadOnlyList<HostTarget> targets = options.IsPlanOnly ? candidates : await ConfirmAsync(candidates).ConfigureAwait(false);
        int done = 0;
        pipeline.WriteProgress(action, $"{targets.Count} hosts", 0, targets.Count);
        await foreach (HostResult result in FleetRun.RunAsync(targets, options, work, stop).ConfigureAwait(false))
        {
            pipeline.WriteProgress(action, result.Target.ToString(), ++done, targets.Count);
            var output = new MinosHostResult(result);
            if (result.Status == HostStatus.Failed)
            {
                pipeline.WriteError(ErrorRecords.OfFleet(output));
                continue;
            }

            if (result is { IsPlan: true, Status: HostStatus.Changed })
            {
                // It says what would be done, and asks nobody.
                _ = await pipeline.ShouldProcessAsync(result.Target.ToString(), $"{action}: {Internal.FormatMethods.Changes(output)}").ConfigureAwait(false);
            }

            pipeline.WriteObject(output);
        }
    }

    private async Task<IReadOnlyList<HostTarget>> ConfirmAsync(IReadOnlyList<HostTarget> candidates)
    {
        List<HostTarget> targets = [];
        foreach (HostTarget target in candidates)
        {
            if (await pipeline.ShouldProcessAsync(target.ToString(), action).ConfigureAwait(false))
            {
                targets.Add(target);
            }
        }

        return targets;
    }
}
