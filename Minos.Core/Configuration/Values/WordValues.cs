using Minos.Configuration.Reading;

namespace Minos.Configuration.Values;

/// <summary>Values that are one of a few words.</summary>
public static class WordValues
{
    /// <summary>What log levels are allowed, for people.</summary>
    public const string LogLevelAllowed = "critical, error, warn, info, debug, trace or blather";

    /// <summary>What autorestart values are allowed, for people.</summary>
    public const string AutoRestartAllowed = "true, false or unexpected";

    /// <summary>What line formats are allowed, for people.</summary>
    public const string LineFormatAllowed = "raw, prefix or json";

    /// <summary>Parses a line format in any case.</summary>
    /// <exception cref="InvalidValueException">No such format; the message names the one that is near, if any is.</exception>
    public static LineFormat LineFormat(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant() switch
        {
            "raw" => Configuration.LineFormat.Raw,
            "prefix" => Configuration.LineFormat.Prefix,
            "json" => Configuration.LineFormat.Json,
            string word => throw new InvalidValueException(
                "invalid line format " + PythonText.Repr(text)
                + (EditDistance.Nearest(word, ["raw", "prefix", "json"]) is { } near ? $"; did you mean {near}?" : "")),
        };
    }

    /// <summary>Parses a log level in any case.</summary>
    /// <exception cref="InvalidValueException">No such level.</exception>
    public static SupervisorLogLevel LogLevel(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant() switch
        {
            "critical" => SupervisorLogLevel.Critical,
            "error" => SupervisorLogLevel.Error,
            "warn" => SupervisorLogLevel.Warn,
            "info" => SupervisorLogLevel.Info,
            "debug" => SupervisorLogLevel.Debug,
            "trace" => SupervisorLogLevel.Trace,
            "blather" => SupervisorLogLevel.Blather,
            _ => throw new InvalidValueException("bad logging level name " + PythonText.Repr(text)),
        };
    }

    /// <summary>Parses a boolean word or <c>unexpected</c>, in any case.</summary>
    /// <exception cref="InvalidValueException">It is none of them.</exception>
    public static AutoRestart AutoRestart(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string word = text.ToLowerInvariant();
        return word switch
        {
            "unexpected" => Configuration.AutoRestart.Unexpected,
            "yes" or "true" or "on" or "1" => Configuration.AutoRestart.Always,
            "no" or "false" or "off" or "0" => Configuration.AutoRestart.Never,
            _ => throw new InvalidValueException("invalid 'autorestart' value " + PythonText.Repr(word)),
        };
    }
}
