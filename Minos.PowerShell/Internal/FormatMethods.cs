using System.ComponentModel;
using System.Globalization;
using Minos.Configuration;
using Minos.Supervision;

namespace Minos.PowerShell.Internal;

/// <summary>What the format file calls; not for scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FormatMethods
{
    /// <summary>The name of a state, in green, yellow or red for eyes; the engine takes colours out where they are not wanted.</summary>
    public static string State(ProcessState state)
    {
        string color = state switch
        {
            ProcessState.Running => "32",
            ProcessState.Starting or ProcessState.Stopping or ProcessState.Backoff => "33",
            ProcessState.Fatal or ProcessState.Unknown => "31",
            _ => "90",
        };
        return $"\e[{color}m{state}\e[0m";
    }

    /// <summary>A time as supervisorctl shows it, with days in front.</summary>
    public static string Uptime(TimeSpan? uptime) =>
        uptime is { } time ? (time.Days > 0 ? $"{time.Days}d " : "") + time.ToString("h\\:mm\\:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>The problems of a test, a line each, without the name of the file that the row already shows.</summary>
    public static string Problems(MinosConfigurationTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return string.Join('\n', test.Problems.Select(problem => Line(problem, test.Path)));
    }

    private static string Line(ConfigurationProblem problem, string path)
    {
        string text = (problem.File == path ? problem with { File = null } : problem).ToString();
        string place = problem.File == path && problem.Line > 0 ? $"line {problem.Line}: " : "";
        return $"{problem.Severity.ToString().ToLowerInvariant()}: {place}{text}";
    }
}
