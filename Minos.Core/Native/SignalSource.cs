using System.Runtime.InteropServices;

namespace Minos.Native;

/// <summary>Signals that the daemon acts on instead of dying from them (man 7 signal).</summary>
/// <remarks>SIGCHLD is never among them: with a handler for it the runtime reaps every child when this process is PID 1.</remarks>
public sealed class SignalSource : IDisposable
{
    private const int SignalChild = 17;
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Begins to catch signals.</summary>
    /// <param name="signals">Their numbers.</param>
    /// <param name="received">Told about each, on a thread of the runtime's.</param>
    public SignalSource(IEnumerable<int> signals, Action<int> received)
    {
#pragma warning disable RS0030 // The one place that may.
        foreach (int signal in signals)
        {
            ArgumentOutOfRangeException.ThrowIfEqual(signal, SignalChild);
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
            {
                context.Cancel = true;
                received(signal);
            }));
        }
#pragma warning restore RS0030
    }

    /// <summary>Undoes a SIGCHLD that was inherited as ignored, as nohup-like parents hand it on: exit statuses would be lost.</summary>
    public static void DefaultChildSignal() => _ = Libc.Signal(SignalChild, 0);

    /// <summary>Undoes that signals are ignored, as nohup and a shell's <c>&amp;</c> hand them on (signal(7)).</summary>
    /// <param name="signals">Their numbers.</param>
    /// <remarks>
    /// Before anything uses the console: the runtime looks at its first use which signals are ignored, and never catches those. To
    /// undo it afterwards would only make them deadly.
    /// </remarks>
    public static void Unignore(IEnumerable<int> signals)
    {
        foreach (int signal in signals)
        {
            Unignore(signal);
        }
    }

    private static unsafe void Unignore(int signal)
    {
        const int ActionSize = 256; // More than struct sigaction, which begins with the handler.
        const nint Ignored = 1; // SIG_IGN
        byte* action = stackalloc byte[ActionSize];
        if (Libc.SignalAction(signal, null, action) == 0 && *(nint*)action == Ignored)
        {
            _ = Libc.Signal(signal, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
