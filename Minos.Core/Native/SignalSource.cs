using System.Runtime.InteropServices;

namespace Minos.Native;

/// <summary>Signals that the daemon acts on instead of dying from them (man 7 signal).</summary>
/// <remarks>
/// SIGCHLD is never among them: with a handler for it the runtime reaps every child when this process is PID 1. The runtime starts a thread for each SIGTERM,
/// SIGINT and SIGQUIT, and ends the process when the kernel refuses one, as it does when the programs have reached the limits that count threads. So
/// the runtime's native part is told to call this class on the thread that waits for signals; without that part's entry point all is as the runtime does it.
/// </remarks>
public sealed partial class SignalSource : IDisposable
{
    private const int SignalChild = 17;
    private const int HighestSignal = 64;

    // By number.
    private static readonly Action<int>?[] s_receivers = new Action<int>?[HighestSignal + 1];

    private readonly IEnumerable<int> _signals;
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Begins to catch signals.</summary>
    /// <param name="signals">Their numbers.</param>
    /// <param name="received">Told about each, on the thread that waits for the next: it leaves work that takes time to others.</param>
    public SignalSource(IReadOnlyCollection<int> signals, Action<int> received)
    {
        _signals = signals;
#pragma warning disable RS0030 // The one place that may.
        foreach (int signal in signals)
        {
            ArgumentOutOfRangeException.ThrowIfEqual(signal, SignalChild);
            Volatile.Write(ref s_receivers[signal], received);
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
            {
                context.Cancel = true;
                received(signal);
            }));
        }
#pragma warning restore RS0030
        CatchHere();
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

        foreach (int signal in _signals)
        {
            Volatile.Write(ref s_receivers[signal], null);
        }
    }

    private static unsafe void CatchHere()
    {
        try
        {
            SetHandler(&OnSignal);
        }
        catch (EntryPointNotFoundException)
        {
            // Another version of the runtime.
        }
    }

    /// <returns>Whether it has been dealt with; if not, what the system does by default follows.</returns>
    [UnmanagedCallersOnly]
    private static int OnSignal(int signal, int runtimeName)
    {
        if (signal is < 0 or > HighestSignal || Volatile.Read(ref s_receivers[signal]) is not { } received)
        {
            return 0;
        }

        received(signal);
        return 1;
    }

    // dotnet/runtime, src/native/libs/System.Native/pal_signal.c.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_SetPosixSignalHandler")]
    private static unsafe partial void SetHandler(delegate* unmanaged<int, int, int> handler);
}
