using Minos.Configuration;
using Minos.Logs;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>What the daemon does on signals (Supervisor's manual, "Signals").</summary>
/// <remarks>They are caught over all lives of the daemon: one that arrives between two lives is for the next.</remarks>
internal sealed class DaemonSignals : IDisposable
{
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int User2 = 12;
    private const int Terminate = 15;

    private static readonly int[] s_signals = [HangUp, Interrupt, Quit, User2, Terminate];

    private readonly object _gate = new();
    private readonly List<int> _pending = [];
    private readonly SignalSource _source;
    private Action<int>? _receiver;

    internal DaemonSignals() => _source = new SignalSource(s_signals, OnSignal);

    /// <summary>Makes sure that the signals can be caught later, whatever the parent ignored. The first thing that the daemon does.</summary>
    internal static void Prepare() => SignalSource.Unignore(s_signals);

    /// <summary>Hands signals to one life of the daemon, from now on and those that nobody has had.</summary>
    internal void Attach(Supervisor supervisor, DaemonHost host, LogPump pump)
    {
        lock (_gate)
        {
            _receiver = signal => Handle(signal, supervisor, host, pump);
            _pending.ForEach(_receiver);
            _pending.Clear();
        }
    }

    /// <summary>Keeps signals for the next life.</summary>
    internal void Detach()
    {
        lock (_gate)
        {
            _receiver = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private void OnSignal(int signal)
    {
        lock (_gate)
        {
            if (_receiver is not null)
            {
                _receiver(signal);
            }
            else if (!_pending.Contains(signal))
            {
                _pending.Add(signal);
            }
        }
    }

    /// <summary>Acts on one signal. On the thread that waits for the next.</summary>
    private static void Handle(int signal, Supervisor supervisor, DaemonHost host, LogPump pump)
    {
        string name = SignalNames.Describe(signal);
        switch (signal)
        {
            case HangUp:
                _ = Task.Run(() => Restart(name, supervisor, host));
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
