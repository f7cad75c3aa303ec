using System.Runtime.CompilerServices;

namespace Minos.Deployment.Client;

/// <content>The rolling update.</content>
public sealed partial class JobOperations
{
    /// <summary>What a rolling update would do: the batches in their order. Nothing is called.</summary>
    /// <param name="tasks">The tasks of one job, or of several, in the order of their update.</param>
    public IReadOnlyList<IReadOnlyList<JobTask>> PlanUpdate(IEnumerable<JobTask> tasks) =>
        [.. tasks.Chunk(Math.Max(_options.BatchSize, 1))];

    /// <summary>For people: what <see cref="UpdateAsync"/> will do with a task.</summary>
    public string DescribeUpdate(JobTask task) => (_options.Package ?? _file.Package) switch
    {
        _ when _options.ForceUpdate => $"stop {task}, take the latest package of {_file.Artifact}, start it, wait until it runs",
        { } package => $"stop {task}, take package {package.RelativePath}, start it, wait until it runs",
        null => $"stop {task}, start it with the package that it has, wait until it runs",
    };

    /// <summary>
    /// Stops and starts the tasks batch by batch. The next batch begins when every task of the one before runs; at the first failure the
    /// rest is left as it is.
    /// </summary>
    /// <remarks>
    /// When a task's new package cannot be installed it is started again with the one that it had: a package server that is down costs
    /// no task. That is a failure all the same.
    /// </remarks>
    /// <param name="tasks">The tasks in the order of their update.</param>
    /// <param name="cancellationToken">Ends it; a task that has been stopped may be left so.</param>
    /// <returns>A result a task, in order, each batch when it is done; the rest are skipped.</returns>
    public async IAsyncEnumerable<JobResult> UpdateAsync(
        IEnumerable<JobTask> tasks, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        JobResult? failed = null;
        foreach (IReadOnlyList<JobTask> batch in PlanUpdate(tasks))
        {
            JobResult[] results = failed is not null
                ? [.. batch.Select(task => new JobResult(task, JobOutcome.Skipped, null, $"left as it is, because {failed.Task} failed"))]
                : await Task.WhenAll(batch.Select(task => UpdateOneAsync(task, cancellationToken))).ConfigureAwait(false);
            failed ??= Array.Find(results, static result => !result.Succeeded);
            foreach (JobResult result in results)
            {
                yield return result;
            }
        }
    }

    private async Task<JobResult> UpdateOneAsync(JobTask task, CancellationToken cancellationToken)
    {
        JobResult stopped = await StopForRestartAsync(task, cancellationToken).ConfigureAwait(false);
        if (!stopped.Succeeded)
        {
            return stopped;
        }

        JobResult started = await StartAsync(task, cancellationToken).ConfigureAwait(false);
        if (started.Outcome != JobOutcome.Failed || started.State is not null || stopped.Outcome != JobOutcome.Done)
        {
            return started;
        }

        // It was refused, for example because the package cannot be had: what is on the host is still that of before.
        JobResult again = await AttemptAsync(task, async () =>
        {
            _ = await CallAsync(task, "start", new Rpc.RpcStruct { ["artifact"] = _file.Artifact }, cancellationToken).ConfigureAwait(false);
            Supervision.ProcessState state = await WaitAsync(task, static s => s == Supervision.ProcessState.Running, cancellationToken).ConfigureAwait(false);
            return new JobResult(task, JobOutcome.Failed, state, "");
        }).ConfigureAwait(false);
        return started with
        {
            State = again.State,
            Message = $"{started.Message} ({(again.State == Supervision.ProcessState.Running ? "started again with what the host has, it runs" : "and it does not run")})",
        };
    }
}
