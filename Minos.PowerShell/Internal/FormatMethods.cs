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

    /// <summary>The host of a process with its group.</summary>
    public static string Host(MinosProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return process.Host.ToString();
    }

    /// <summary>The name of a job's state; nothing when it has none.</summary>
    public static string JobState(ProcessState? state) => state is { } known ? State(known) : "";

    /// <summary>The name of a supervisor's state: green when it works, yellow when it is about to change, red when it has failed.</summary>
    public static string SupervisorState(string state) => $"\e[{state switch { "RUNNING" => "32", "FATAL" => "31", _ => "33" }}m{state}\e[0m";

    /// <summary>What became of a host, in green, yellow or red; with a mark when it was only planned.</summary>
    public static string HostStatus(MinosHostResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string color = result.Status switch
        {
            Fleet.HostStatus.Changed => "32",
            Fleet.HostStatus.Failed => "31",
            Fleet.HostStatus.Skipped => "33",
            _ => "90",
        };
        return $"\e[{color}m{result.Status}\e[0m{(result.IsPlan ? " (plan)" : "")}";
    }

    /// <summary>The changes on a host in one line; why it was not begun when it was not.</summary>
    public static string Changes(MinosHostResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Changes.Length == 0 ? result.Error : string.Join("; ", (IEnumerable<Fleet.InstallChange>)result.Changes);
    }

    /// <summary>A time as supervisorctl shows it, with days in front.</summary>
    public static string Uptime(TimeSpan? uptime) =>
        uptime is { } time ? (time.Days > 0 ? $"{time.Days}d " : "") + time.ToString("h\\:mm\\:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>The errors and warnings of a test, a line each, without the name of the file that the row already shows.</summary>
    public static string Problems(MinosConfigurationTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return string.Join('\n', test.Problems.Where(static problem => problem.Severity is ProblemSeverity.Error or ProblemSeverity.Warning).Select(problem => Line(problem, test.Path)));
    }

    private static string Line(ConfigurationProblem problem, string path)
    {
        string text = (problem.File == path ? problem with { File = null } : problem).ToString();
        string place = problem.File == path && problem.Line > 0 ? $"line {problem.Line}: " : "";
        return $"{problem.Severity.ToString().ToLowerInvariant()}: {place}{text}";
    }
}
