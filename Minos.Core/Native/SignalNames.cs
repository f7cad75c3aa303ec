namespace Minos.Native;

/// <summary>Linux's signals by name and number (man 7 signal), with the names that Supervisor prints.</summary>
public static class SignalNames
{
    private static readonly string?[] s_names =
    [
        null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2",
        "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU",
        "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGPOLL", "SIGPWR", "SIGSYS",
    ];

    /// <summary>The first real-time signal that programs may use with glibc.</summary>
    public const int RealTimeMin = 34;

    /// <summary>The last real-time signal.</summary>
    public const int RealTimeMax = 64;

    /// <summary><c>SIGTERM</c> for 15; <c>signal 33</c> for one that has no name.</summary>
    public static string Describe(int signal) => signal switch
    {
        RealTimeMin => "SIGRTMIN",
        RealTimeMax => "SIGRTMAX",
        > 0 when signal < s_names.Length => s_names[signal]!,
        _ => $"signal {signal}",
    };

    /// <summary>Reads a signal as Supervisor does: a name in any case with or without SIG, or the number of a signal that has a name; 0 probes.</summary>
    public static bool TryParse(string text, out int signal)
    {
        text = text.Trim();
        if (int.TryParse(text, out signal))
        {
            return signal == 0 || IsKnown(signal);
        }

        string name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name : "SIG" + name;
        signal = name switch
        {
            "SIGCLD" => 17,
            "SIGIOT" => 6,
            "SIGIO" => 29,
            "SIGRTMIN" => RealTimeMin,
            "SIGRTMAX" => RealTimeMax,
            "SIG_DFL" => 0,
            _ => Array.IndexOf(s_names, name),
        };
        return signal >= 0;
    }

    private static bool IsKnown(int signal) => (signal > 0 && signal < s_names.Length) || signal is RealTimeMin or RealTimeMax;
}
