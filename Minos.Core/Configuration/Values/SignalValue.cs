namespace Minos.Configuration.Values;

/// <summary>Signals: a name in any case with or without SIG, or a number that has a name (man 7 signal). 0 only probes.</summary>
public static class SignalValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "a signal's name such as TERM, HUP, INT, QUIT, KILL, USR1 or USR2, or its number";

    private const int RealTimeMinimum = 34;
    private const int RealTimeMaximum = 64;

    // Linux's numbers on every architecture that .NET runs on; a name by position.
    private static readonly string[] s_names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>Parses <paramref name="text"/> into a signal's number.</summary>
    /// <exception cref="InvalidValueException">No such signal.</exception>
    public static int Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IntegerValue.TryParse(text, 10, out long number))
        {
            return number is >= 0 and <= 31 or RealTimeMinimum or RealTimeMaximum
                ? (int)number
                : throw new InvalidValueException($"value {PythonText.Repr(text)} is not a valid signal number");
        }

        string name = PythonText.Strip(text).ToUpperInvariant();
        if (name.StartsWith("SIG", StringComparison.Ordinal))
        {
            name = name[3..];
        }

        int index = name.Length == 0 ? -1 : Array.IndexOf(s_names, name);
        return index > 0 ? index : name switch
        {
            "IOT" => 6,
            "CLD" => 17,
            "POLL" => 29,
            "RTMIN" => RealTimeMinimum,
            "RTMAX" => RealTimeMaximum,
            _ => throw new InvalidValueException($"value {PythonText.Repr(text)} is not a valid signal name"),
        };
    }

    /// <summary>The name of a signal as Supervisor's log shows it: <c>SIGTERM</c>; <c>signal 40</c> for one without a name.</summary>
    public static string NameOf(int signal) => signal switch
    {
        > 0 and <= 31 => "SIG" + s_names[signal],
        RealTimeMinimum => "SIGRTMIN",
        RealTimeMaximum => "SIGRTMAX",
        _ => $"signal {signal}",
    };
}
