namespace Minos.Conformance.Tests;

/// <summary>An answer that Minos gives otherwise than Supervisor, on purpose.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Step">The step's label, as a report shows it; one that ends with * names all that begin so.</param>
/// <param name="Theirs">A regular expression for what Supervisor answers there.</param>
/// <param name="Ours">What stands in its place in Minos's answer; all the rest has to be equal.</param>
/// <param name="Reason">Why.</param>
internal sealed record IntendedDifference(string Case, string Step, string Theirs, string Ours, string Reason)
{
    /// <summary>Whether only the control client answers otherwise; with supervisorctl minosd answers as supervisord does.</summary>
    public bool OfClientOnly { get; init; }

    public bool Concerns(string caseName, string step) => caseName == Case
        && (Step.EndsWith('*') ? step.StartsWith(Step[..^1], StringComparison.Ordinal) : step == Step);
}
