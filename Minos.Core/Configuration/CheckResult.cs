namespace Minos.Configuration;

/// <summary>Everything that one read of a configuration file found.</summary>
/// <param name="Problems">Errors, warnings and notes in the order in which Supervisor would meet them; unknown keys and sections last.</param>
/// <param name="Configuration">
/// What can be used: the parts with errors are left out or have their defaults. Null if the file cannot be read, has lines that make no
/// sense, or no <c>[supervisord]</c> section. It is the whole configuration only if <see cref="IsUsable"/>.
/// </param>
/// <param name="BrokenGroups">Names of process groups that are missing in <paramref name="Configuration"/> because of errors.</param>
public sealed record CheckResult(
    ValueList<ConfigurationProblem> Problems, SupervisorConfiguration? Configuration, ValueList<string> BrokenGroups)
{
    /// <summary>Whether there is no error.</summary>
    public bool IsUsable => Problems.All(p => p.Severity != ProblemSeverity.Error);
}
