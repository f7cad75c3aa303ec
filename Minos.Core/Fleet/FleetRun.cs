using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Minos.Fleet;

/// <summary>Works on many hosts at once: in batches, so many at a time, until too many have failed.</summary>
public static class FleetRun
{
    /// <summary>Does something on each host and gives the results as they come.</summary>
    /// <param name="targets">The hosts.</param>
    /// <param name="options">How many at once, and when to stop.</param>
    /// <param name="work">What is done on one; it throws nothing but <see cref="OperationCanceledException"/>.</param>
    /// <param name="cancellationToken">Ends the connections; hosts that were being worked on give no result.</param>
    public static async IAsyncEnumerable<HostResult> RunAsync(
        IReadOnlyList<HostTarget> targets, FleetOptions options, Func<HostTarget, CancellationToken, Task<HostResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(options);
        int allowed = options.MaxFailure is { } limit ? limit.Of(targets.Count) : options.BatchSizes.Count > 0 ? 0 : targets.Count;
        int failed = 0;
        int next = 0;
        for (int batch = 0; next < targets.Count; batch++)
        {
            HostTarget[] hosts = [.. targets.Skip(next).Take(SizeOf(batch, options, targets.Count))];
            next += hosts.Length;
            var results = Channel.CreateUnbounded<HostResult>();
            Task all = Parallel.ForEachAsync(
                hosts,
                new ParallelOptions { MaxDegreeOfParallelism = options.ThrottleLimit, CancellationToken = cancellationToken },
                async (host, token) =>
                {
                    HostResult result = Volatile.Read(ref failed) > allowed
                        ? new HostResult(host, HostStatus.Skipped) { Error = "not begun, since too many hosts have failed" }
                        : await work(host, token).ConfigureAwait(false);
                    if (result.Status == HostStatus.Failed)
                    {
                        Interlocked.Increment(ref failed);
                    }

                    await results.Writer.WriteAsync(result, CancellationToken.None).ConfigureAwait(false);
                });
            _ = all.ContinueWith(_ => results.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await foreach (HostResult result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return result;
            }

            await all.ConfigureAwait(false);
        }
    }

    private static int SizeOf(int batch, FleetOptions options, int count) => options.BatchSizes.Count == 0
        ? count
        : Math.Max(1, options.BatchSizes[Math.Min(batch, options.BatchSizes.Count - 1)].Of(count));
}
