using Minos.Configuration;

namespace Minos.PowerShell;

/// <summary>What Test-MinosConfiguration found in one file and in the files that it includes.</summary>
public sealed class MinosConfigurationTest
{
    internal MinosConfigurationTest(string path, IReadOnlyList<ConfigurationProblem> problems)
    {
        Path = path;
        Problems = [.. problems];
    }

    /// <summary>The main file, absolute.</summary>
    public string Path { get; }

    /// <summary>Whether minosd would start with it: it has no error.</summary>
    public bool IsValid => ErrorCount == 0;

    /// <summary>How many errors there are.</summary>
    public int ErrorCount => Problems.Count(static problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>How many warnings there are.</summary>
    public int WarningCount => Problems.Count(static problem => problem.Severity == ProblemSeverity.Warning);

    /// <summary>Everything that was found, in the order of the files, with file and line.</summary>
    public ConfigurationProblem[] Problems { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        Problems.Length == 0 ? $"{Path}: valid" : string.Join('\n', Problems.Select(static problem => problem.ToString()));
}
