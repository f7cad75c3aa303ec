using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;

namespace Minos.Conformance.Tests.Coverage;

/// <summary>That the cases leave nothing of Supervisor out.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void Every_configuration_key_is_exercised() =>
        AssertCovered("key", Denominators.Keys.SelectMany(static s => s.Value.Select(k => $"{s.Key}.{k}")), Exercised.Keys());

    [Fact]
    public void Every_method_is_exercised() => AssertCovered("method", Denominators.Methods, Exercised.Methods());

    [Fact]
    public void Every_fault_is_exercised() =>
        AssertCovered("fault", Denominators.Faults.Select(static f => $"{f}"), Exercised.Faults().Select(static f => $"{f}"));

    [Fact]
    public void Every_event_is_exercised() => AssertCovered("event", Denominators.Events, Exercised.Events());

    [Fact]
    public void Every_group_of_events_is_subscribed_to() =>
        AssertCovered("subscription", Denominators.AbstractEvents, Exercised.Subscriptions());

    [Fact]
    public void Every_action_is_exercised() => AssertCovered("action", Denominators.Actions, Exercised.Actions());

    [Fact]
    public void Every_option_is_exercised() => AssertCovered("option", Denominators.Options, Exercised.Options());

    [Fact]
    public void Every_expansion_is_exercised() => AssertCovered("expansion", Denominators.Expansions, Exercised.Expansions());

    [Fact]
    public void Every_signal_is_exercised() => AssertCovered("signal", Denominators.Signals, Exercised.Signals());

    [Fact]
    public void Every_route_is_exercised() => AssertCovered(
        "route",
        Denominators.Routes,
        Denominators.Routes.Where(static r => Exercised.Paths().Any(p => p.StartsWith(r, StringComparison.Ordinal))));

    [Fact]
    public void Every_web_action_is_exercised() => AssertCovered(
        "web action",
        Denominators.WebActions,
        Denominators.WebActions.Where(static a => Exercised.Paths().Any(p => p.EndsWith($"action={a}", StringComparison.Ordinal))));

    [Fact]
    public void The_names_of_cases_are_unique() =>
        Assert.Equal(CaseCatalog.All.Count, CaseCatalog.All.Select(static c => c.Name).Distinct().Count());

    [Fact]
    public void Every_intended_difference_names_a_step()
    {
        foreach (IntendedDifference difference in IntendedDifferences.All)
        {
            ConformanceCase subject = Assert.Single(CaseCatalog.All, c => c.Name == difference.Case);
            IEnumerable<string> labels = subject.EndsAtOnce
                ? ["start"]
                : Enumerable.Range(0, subject.Steps.Count).Select(i => Step.Label(subject.Steps, i));
            Assert.True(labels.Any(l => difference.Concerns(subject.Name, l)), $"{difference.Case} has no step '{difference.Step}'");
        }
    }

    private static void AssertCovered(string kind, IEnumerable<string> all, IEnumerable<string> exercised)
    {
        HashSet<string> missing = [.. all.Except(exercised).Select(n => $"{kind} {n}")];
        HashSet<string> excused = [.. IntendedDifferences.Unexercised.Keys.Where(n => n.StartsWith(kind + ' ', StringComparison.Ordinal))];
        Assert.True(
            missing.SetEquals(excused),
            $"not exercised: {string.Join(", ", missing.Except(excused))}; excused in vain: {string.Join(", ", excused.Except(missing))}");
    }
}
