using Minos.Events;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <content>The ordered shutdown.</content>
public sealed partial class Supervisor
{
    private static readonly TimeSpan s_reportInterval = TimeSpan.FromSeconds(3);
    private readonly LoopTimer _dieReport;
    private readonly TaskCompletionSource<SupervisorState> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProcessGroup? _stopping;

    /// <summary>Completes when a shutdown has stopped every process, with <see cref="SupervisorState.Shutdown"/> or
    /// <see cref="SupervisorState.Restarting"/>.</summary>
    public Task<SupervisorState> Completion => _completion.Task;

    /// <summary>Whether the end of this daemon is not the end of its processes: the Minos fork's <c>subprocpidfile=</c> asks for that.</summary>
    public bool LeavesProcesses => Configuration.Daemon.SubprocessPidFile is not null;

    /// <summary>Stops every group, the highest priority number first, one group after the other, and then completes <see cref="Completion"/>.</summary>
    /// <param name="state"><see cref="SupervisorState.Shutdown"/>, which overrides a restart, or <see cref="SupervisorState.Restarting"/>.</param>
    /// <returns>False when a shutdown is under way that a restart must not undo.</returns>
    public bool BeginShutdown(SupervisorState state)
    {
        if (State == SupervisorState.Shutdown)
        {
            return state == SupervisorState.Shutdown;
        }

        bool first = State == SupervisorState.Running;
        State = state;
        if (first)
        {
            Events.Publish(new SupervisorStateEvent(IsStopping: true));
            ReportUnstopped();
            _loop.Post(ContinueShutdown);
        }

        return true;
    }

    private void ContinueShutdown()
    {
        if (LeavesProcesses && !_completion.Task.IsCompleted)
        {
            _log.Info("exiting without killing managed sub-processes");
            _dieReport.Cancel();
            _ticks.Stop();
            _ = _completion.TrySetResult(State);
            return;
        }

        while (!_completion.Task.IsCompleted)
        {
            if (Groups.LastOrDefault(g => !g.IsStopped) is not { } next)
            {
                _dieReport.Cancel();
                _ticks.Stop();
                _ = _completion.TrySetResult(State);
                return;
            }

            // Strictly one at a time: the next group is signalled when this one is down.
            if (_stopping is { IsStopped: false })
            {
                return;
            }

            _stopping = next;
            next.StopForShutdown();
            if (!next.IsStopped)
            {
                return;
            }
        }
    }

    private void ReportUnstopped()
    {
        string[] names = [.. Processes.Where(p => !p.State.IsStopped()).Select(p => p.Name)];
        if (names.Length > 0)
        {
            _log.Info($"waiting for {string.Join(", ", names)} to die");
            _dieReport.Schedule(s_reportInterval);
        }
    }
}
