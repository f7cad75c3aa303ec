using Minos.Native;

namespace Minos.Supervision;

/// <content>What other threads are told of the processes.</content>
public sealed partial class Supervisor
{
    private const double ShortestStepMilliseconds = 100;
    private const double LongestStepMilliseconds = 500;
    private const double StepMillisecondsOfProcess = 0.1;

    // Forgotten by a timer and not held weakly: to tell of a thousand processes makes more garbage than a collection waits for.
    private readonly LoopTimer _forgetTaken;
    private volatile TakenSnapshots? _taken;

    /// <summary>What is to be known of every active process, in the order of <see cref="Processes"/>. From any thread.</summary>
    /// <remarks>Those who ask get the same list as long as nothing has happened on the supervision thread, a tenth of a second at most, and
    /// half a second where there are 5,000: it has more urgent things to do than to tell many the same.</remarks>
    public async ValueTask<IReadOnlyList<ProcessSnapshot>> GetSnapshotsAsync() =>
        (FindTaken(_loop.Turn) ?? await InvokeAsync(static s => s.Take()).ConfigureAwait(false)).Snapshots;

    private TakenSnapshots Take()
    {
        // Others may have asked since they were taken, and nothing else have come but this question.
        TakenSnapshots taken = FindTaken(_loop.Turn - 1) is { } last
            ? last with { Turn = _loop.Turn }
            : new TakenSnapshots(_loop.Turn, _loop.TimeProvider.GetTimestamp(), [.. Processes.Select(ProcessSnapshot.Of)]);
        if (!_forgetTaken.IsScheduled)
        {
            _forgetTaken.Schedule(taken.Step);
        }

        _taken = taken;
        return taken;
    }

    private TakenSnapshots? FindTaken(long turn) =>
        _taken is { } last && last.Turn == turn && _loop.TimeProvider.GetElapsedTime(last.Time) < last.Step ? last : null;

    private sealed record TakenSnapshots(long Turn, long Time, IReadOnlyList<ProcessSnapshot> Snapshots)
    {
        /// <summary>The steps in which time passes in what is told, whose uptimes have whole seconds. They grow with the number of processes, as what it
        /// costs to tell of them does.</summary>
        internal TimeSpan Step => TimeSpan.FromMilliseconds(
            Math.Clamp(StepMillisecondsOfProcess * Snapshots.Count, ShortestStepMilliseconds, LongestStepMilliseconds));
    }
}
