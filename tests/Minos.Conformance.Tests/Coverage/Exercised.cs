using System.Globalization;
using System.Text.RegularExpressions;
using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;

namespace Minos.Conformance.Tests.Coverage;

/// <summary>What the cases exercise, taken from what they say: configurations, calls and what answers have to show.</summary>
internal static partial class Exercised
{
    private static IEnumerable<Step> AllSteps => CaseCatalog.All.SelectMany(static c => c.Steps);

    // A configuration that is refused exercises no key.
    private static IEnumerable<string> Texts => CaseCatalog.All.Where(static c => !c.EndsAtOnce)
        .SelectMany(static c => c.Files.Where(static f => f.Key.EndsWith(".ini", StringComparison.Ordinal)).Select(static f => f.Value)
            .Prepend(c.Configuration));

    public static IEnumerable<string> Keys()
    {
        foreach (string text in Texts)
        {
            string section = "";
            foreach (string line in text.Split('\n'))
            {
                if (Section().Match(line) is { Success: true } head)
                {
                    section = head.Groups[1].Value;
                }
                else if (Key().Match(line) is { Success: true } key)
                {
                    string name = key.Groups[1].Value.ToLowerInvariant();
                    bool isProgramKey = section is "fcgi-program" or "eventlistener" && Denominators.Keys["program"].Contains(name);
                    yield return isProgramKey ? $"program.{name}" : $"{section}.{name}";
                }
            }
        }
    }

    public static IEnumerable<string> Methods() => AllSteps.OfType<RpcStep>().SelectMany(static s => s.Parameters
        .OfType<object[]>().SelectMany(static a => a.OfType<BatchedCall>()).Select(static c => c.Method).Append(s.Method));

    public static IEnumerable<int> Faults() => AllSteps.SelectMany(static s => s.Shown).SelectMany(static s => Fault().Matches(s))
        .Select(static m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    public static IEnumerable<string> Events() =>
        AllSteps.OfType<ReadFileStep>().Where(static s => s.Name == "events").SelectMany(static s => s.Shown)
            .Concat(AllSteps.OfType<UntilFileStep>().Where(static s => s.Name == "events").Select(static s => s.Pattern.TrimEnd()));

    public static IEnumerable<string> Subscriptions() =>
        Texts.SelectMany(static t => Subscribed().Matches(t)).SelectMany(static m => m.Groups[1].Value.Split(','));

    public static IEnumerable<string> Actions() => AllSteps.OfType<ControlStep>().SelectMany(static s => s.Actions)
        .Concat(AllSteps.OfType<FollowStep>().Select(static s => s.Line.Split(' ')[0]));

    public static IEnumerable<string> Options() => CaseCatalog.All.SelectMany(static c => c.Arguments).Select(static a => a switch
    {
        "--version" => "-v",
        "--help" => "-h",
        _ => a.Split('=')[0],
    });

    public static IEnumerable<string> Expansions() => Texts.SelectMany(static t => Expansion().Matches(t))
        .Select(static m => m.Groups[1].Value.StartsWith("ENV_", StringComparison.Ordinal) ? "ENV_" : m.Groups[1].Value);

    public static IEnumerable<string> Signals() => AllSteps.OfType<SignalStep>().Select(static s => s.Signal);

    public static IEnumerable<string> Paths() => AllSteps.OfType<HttpStep>().Select(static s => s.Path)
        .Concat(AllSteps.OfType<StreamStep>().Select(static s => s.Path));

    [GeneratedRegex(@"^\[([\w-]+)(:.*)?\]")]
    private static partial Regex Section();

    [GeneratedRegex(@"^([\w.]+)\s*[=:]")]
    private static partial Regex Key();

    [GeneratedRegex(@"(?:fault |status: int )(\d+)")]
    private static partial Regex Fault();

    [GeneratedRegex(@"(?m)^events=(.*)$")]
    private static partial Regex Subscribed();

    [GeneratedRegex(@"%\((\w+)\)")]
    private static partial Regex Expansion();
}
