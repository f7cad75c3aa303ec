using System.Management.Automation;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;
using Minos.Rpc;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that change processes: one request a host, results in the order of the pipeline.</summary>
public abstract class MinosProcessOperationCommand : MinosProcessSelectorCommand
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Write the processes as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is done, in a word of -WhatIf.</summary>
    private protected abstract string Action { get; }

    /// <summary>Whether -WhatIf and -Confirm have a say.</summary>
    private protected virtual bool ChangesSomething => true;

    /// <summary>How long to wait for <see cref="IsSettled"/>; zero does not wait.</summary>
    private protected virtual TimeSpan Patience => TimeSpan.Zero;

    /// <summary>The calls for one process.</summary>
    private protected abstract IEnumerable<RpcCall> Calls(MinosProcess process);

    /// <summary>Whether a fault means that the process is already as it should be.</summary>
    private protected virtual bool IsHarmless(RpcFault fault) => false;

    /// <summary>Whether the operation has come to its end.</summary>
    private protected virtual bool IsSettled(MinosProcess process) => true;

    /// <summary>What went wrong, when the end is not the one that was wanted.</summary>
    private protected virtual ErrorRecord? Judge(MinosProcess process) => null;

    /// <summary>Makes the calls; in Supervisor's words <c>group:name</c>.</summary>
    private protected static RpcCall Call(string method, MinosProcess process, params RpcValue[] more) =>
        new("supervisor." + method, [process.FullName, .. more]);

    private protected sealed override async Task RunAsync(CommandPipeline pipeline)
    {
        List<MinosProcess> targets = [];
        foreach (MinosProcess process in await CollectAsync(pipeline).ConfigureAwait(false))
        {
            if (!ChangesSomething || await pipeline.ShouldProcessAsync(process.ToString(), Action).ConfigureAwait(false))
            {
                targets.Add(process);
            }
        }

        var results = new MinosProcess?[targets.Count];
        int done = 0;
        ILookup<MinosHost, int> hosts = Enumerable.Range(0, targets.Count).ToLookup(index => targets[index].Host, HostComparer.Instance);
        await ForEachHostAsync(pipeline, hosts.Select(static host => host.Key), async (host, token) =>
        {
            await OperateAsync(pipeline, host, [.. hosts[host]], targets, results, token).ConfigureAwait(false);
            pipeline.WriteProgress(Action, host.ToString(), Interlocked.Increment(ref done), hosts.Count);
        }).ConfigureAwait(false);
        foreach (MinosProcess? process in PassThru ? results : [])
        {
            if (process is not null)
            {
                pipeline.WriteObject(process);
            }
        }
    }

    private async Task OperateAsync(
        CommandPipeline pipeline, MinosHost host, int[] indices, List<MinosProcess> targets, MinosProcess?[] results, CancellationToken token)
    {
        var calls = indices.SelectMany(index => Calls(targets[index]).Select(call => (Index: index, Call: call))).ToList();
        IReadOnlyList<RpcResult> answers = await Client(host).MulticallAsync(
            [.. calls.Select(static call => call.Call), new RpcCall("supervisor.getAllProcessInfo", [])], token).ConfigureAwait(false);
        HashSet<int> failed = [];
        foreach (((int index, RpcCall _), RpcResult answer) in calls.Zip(answers))
        {
            if (answer.Fault is { } fault && !IsHarmless(fault) && failed.Add(index))
            {
                pipeline.WriteError(ErrorRecords.OfProcess(fault, targets[index]));
            }
        }

        long start = TimeProvider.System.GetTimestamp();
        RpcValue state = answers[^1].Value;
        while (true)
        {
            var now = MinosProcess.List(host, state).ToDictionary(static process => process.FullName);
            foreach (int index in indices)
            {
                results[index] = now.GetValueOrDefault(targets[index].FullName);
            }

            int[] waiting = [.. indices.Where(index => !failed.Contains(index) && results[index] is { } process && !IsSettled(process))];
            bool late = TimeProvider.System.GetElapsedTime(start) >= Patience;
            if (waiting.Length == 0 || late)
            {
                foreach (int index in Patience == TimeSpan.Zero ? [] : indices.Except(failed).Where(index => results[index] is not null))
                {
                    ErrorRecord? error = waiting.Contains(index) ? ErrorRecords.WaitTimeout(results[index]!, Action) : Judge(results[index]!);
                    if (error is not null)
                    {
                        pipeline.WriteError(error);
                    }
                }

                return;
            }

            await Task.Delay(s_pollInterval, token).ConfigureAwait(false);
            state = await Client(host).CallAsync("supervisor.getAllProcessInfo", token).ConfigureAwait(false);
        }
    }
}
