using Minos.Configuration.Ini;

namespace Minos.Configuration;

/// <summary>Takes the problems of one read in the order in which Supervisor would meet them, each once.</summary>
internal sealed class ProblemCollector
{
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly HashSet<object> _seen = [];

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems => _problems;

    /// <summary>Whether there is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds a problem; of several errors of one key only the first counts.</summary>
    public void Add(ConfigurationProblem problem)
    {
        object identity = problem is { Severity: ProblemSeverity.Error, Key: not null }
            ? (problem.File, problem.Line, problem.Section, problem.Key)
            : problem;
        if (_seen.Add(identity))
        {
            _problems.Add(problem);
            HasErrors |= problem.Severity == ProblemSeverity.Error;
        }
    }

    /// <summary>Adds a problem that has no place in a file.</summary>
    public void Add(ProblemSeverity severity, string message, string? remedy = null, string? file = null, int line = 0) =>
        Add(new ConfigurationProblem(severity, message) { File = file, Line = line, Remedy = remedy });

    /// <summary>Adds a problem of a section, and of one of its keys if there is one.</summary>
    public void Add(ProblemSeverity severity, string message, IniSection section, string? key, IniEntry? entry, string? remedy) =>
        Add(new ConfigurationProblem(severity, message)
        {
            File = entry?.File ?? section.File,
            Line = entry?.Line ?? section.Line,
            Section = section.Name,
            Key = key,
            Value = entry?.Value,
            Remedy = remedy,
        });
}
