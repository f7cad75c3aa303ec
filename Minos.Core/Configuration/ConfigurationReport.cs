namespace Minos.Configuration;

/// <summary>Shows the result of a check to a person: one line a problem, and a summary.</summary>
public static class ConfigurationReport
{
    /// <summary>The lines of the report; notes (included files) are shown, too.</summary>
    /// <param name="path">The file that was checked, as named.</param>
    /// <param name="result">What was found.</param>
    public static IReadOnlyList<string> Render(string path, CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [.. result.Problems.Select(Line), $"{path}: {Summary(result)}"];
    }

    /// <summary>One problem with its severity.</summary>
    public static string Line(ConfigurationProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        string severity = problem.Severity switch
        {
            ProblemSeverity.Error => "error",
            ProblemSeverity.Warning => "warning",
            _ => "note",
        };
        return $"{severity}: {problem}";
    }

    private static string Summary(CheckResult result)
    {
        int errors = result.Problems.Count(p => p.Severity == ProblemSeverity.Error);
        int warnings = result.Problems.Count(p => p.Severity == ProblemSeverity.Warning);
        var parts = new List<string>();
        if (errors > 0)
        {
            parts.Add(Count(errors, "error"));
        }

        if (warnings > 0)
        {
            parts.Add(Count(warnings, "warning"));
        }

        if (result.IsUsable && result.Configuration is { } configuration)
        {
            int processes = configuration.Groups.Sum(g => g.Processes.Count);
            parts.Add($"{Count(configuration.Groups.Count, "process group")}, {Count(processes, "process", "processes")}");
        }

        string details = string.Join(", ", parts);
        return result.IsUsable ? $"usable ({details})" : $"not usable ({details})";
    }

    private static string Count(int number, string one, string? many = null) => number == 1 ? $"1 {one}" : $"{number} {many ?? one + "s"}";
}
