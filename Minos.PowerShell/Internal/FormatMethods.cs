using System.ComponentModel;
using Minos.Configuration;

namespace Minos.PowerShell.Internal;

/// <summary>What the format file calls; not for scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FormatMethods
{
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
