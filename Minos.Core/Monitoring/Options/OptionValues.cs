using System.Globalization;
using Minos.Configuration;
using Minos.Configuration.Values;

namespace Minos.Monitoring.Options;

/// <summary>The values that only monitors have.</summary>
internal static class OptionValues
{
    /// <summary>A number of minutes or seconds that may have a fraction.</summary>
    public static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and < 1e7
            ? number
            : throw new InvalidValueException("not a number from 0");

    /// <summary>A number of seconds that may have a fraction.</summary>
    public static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(Number(text));

    /// <summary>A count from 0.</summary>
    public static int Count(string text) => IntegerValue.ParseInt32(text) is >= 0 and int count ? count : throw new InvalidValueException("not a number from 0");

    /// <summary>The name of an event that comes with the clock.</summary>
    public static string TickEvent(string text) =>
        text is "TICK_5" or "TICK_60" or "TICK_3600" ? text : throw new InvalidValueException($"Invalid TICK event name: {text}; TICK_5, TICK_60 or TICK_3600");

    /// <summary>A time as memmon takes it: <c>1</c>, <c>1s</c>, <c>2m</c>, <c>3h</c>, <c>1d</c>.</summary>
    public static TimeSpan Uptime(string text)
    {
        int factor = text switch { [.., 's'] => 1, [.., 'm'] => 60, [.., 'h'] => 3600, [.., 'd'] => 86400, _ => 0 };
        string number = factor == 0 ? text : text[..^1];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? TimeSpan.FromSeconds((double)count * Math.Max(factor, 1))
            : throw new InvalidValueException($"Unparseable value for time in {PythonText.Repr(text)} for -u");
    }

    /// <summary>A size in bytes.</summary>
    public static long Size(string text, string option)
    {
        try
        {
            return ByteSizeValue.Parse(text) is > -1 and long size ? size : throw new InvalidValueException("negative");
        }
        catch (InvalidValueException)
        {
            throw new InvalidValueException($"Unparseable byte_size in {PythonText.Repr(text)} for {PythonText.Repr(option)}; {ByteSizeValue.Allowed}");
        }
    }

    /// <summary><c>name=size</c>.</summary>
    public static (string Name, long Size) Limit(string text, string option)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals].Trim(), Size(text[(equals + 1)..].Trim(), option))
            : throw new InvalidValueException($"Unparseable value {PythonText.Repr(text)} for {PythonText.Repr(option)}; write name=size");
    }

    /// <summary>An http or https URL.</summary>
    public static string Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? text
            : throw new InvalidValueException($"Bad scheme {PythonText.Repr(text)}; an http or https URL");

    /// <summary>A file that can be read now.</summary>
    public static string File(string text) => System.IO.File.Exists(text) ? text : throw new InvalidValueException("no such file");
}
