namespace Minos.Configuration;

/// <summary>A configuration that cannot be used.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Makes the exception from everything that is wrong, in the order in which Supervisor would meet it.</summary>
    /// <param name="problems">At least one error; warnings may stand between them.</param>
    public ConfigurationException(IReadOnlyList<ConfigurationProblem> problems)
        : base(problems.First(p => p.Severity == ProblemSeverity.Error).Message) => Problems = problems;

    /// <summary>Every problem of the file; <see cref="Exception.Message"/> is Supervisor's sentence for the first error.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <summary>What of the file can be used all the same (<see cref="CheckResult.Configuration"/>); null when nothing can.</summary>
    public SupervisorConfiguration? Usable { get; init; }
}
