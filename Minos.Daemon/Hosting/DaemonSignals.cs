using Minos.Configuration;
using Minos.Logs;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>What the daemon does on signals (Supervisor's manual, "Signals").</summary>
internal static class DaemonSignals
{
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int User2 = 12;
    private const int Terminate = 15;

    internal static IReadOnlyList<int> Handled { get; } = [HangUp, Interrupt, Quit, User2, Terminate];

    /// <summary>Acts on one signal. On a thread of the runtime's.</summary>
    internal static void Handle(int signal, Supervisor supervisor, DaemonHost host, LogPump pump)
    {
        string name = SignalNames.Describe(signal);
        switch (signal)
        {
            case HangUp:
                Restart(name, supervisor, host);
                break;
            case User2:
                host.Log.Info($"received {name} indicating log reopen request");
                _ = host.Log.ReopenAsync();
                _ = pump.ReopenAllAsync();
                break;
            default:
                host.Log.Warn($"received {name} indicating exit request");
                _ = supervisor.InvokeAsync(static s => s.BeginShutdown(SupervisorState.Shutdown));
                break;
        }
    }

    private static void Restart(string name, Supervisor supervisor, DaemonHost host)
    {
        if (supervisor.State == SupervisorState.Shutdown)
        {
            host.Log.Warn($"ignored {name} indicating restart request (shutdown in progress)");
            return;
        }

        try
        {
            // Supervisor finds a broken file only after it has stopped every process, and then ends.
            _ = host.ReadConfiguration();
            host.Log.Warn($"received {name} indicating restart request");
            _ = supervisor.InvokeAsync(static s => s.BeginShutdown(SupervisorState.Restarting));
        }
        catch (ConfigurationException exception)
        {
            host.Log.Critical($"ignored {name} indicating restart request: the configuration cannot be used");
            foreach (ConfigurationProblem problem in exception.Problems.Where(p => p.Severity == ProblemSeverity.Error))
            {
                host.Log.Critical(problem.ToString());
            }
        }
    }
}
