using System.Globalization;
using System.Text.RegularExpressions;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Conformance.Tests.Coverage;

/// <summary>What docs/guide/coming-from-supervisor.md counts and names is what there is, what works, and what the cases compare.</summary>
public sealed partial class GuideTests
{
    // Options and signals that no case can compare, so that Coverage/Denominators.cs does not have them.
    private static readonly string[] s_otherOptions = ["--profile_options"];
    private static readonly string[] s_otherSignals = ["CHLD"];

    private static readonly string s_guide = File.ReadAllText(Repository.Path("docs/guide/coming-from-supervisor.md"));

    [Fact]
    public void Every_name_of_Supervisor_is_in_the_list()
    {
        var expected = new Dictionary<string, string[]>();
        foreach ((string section, string[] keys) in Denominators.Keys)
        {
            bool hasName = section is "program" or "fcgi-program" or "eventlistener" or "group" or "rpcinterface" or "ctlplugin";
            expected.Add($"`[{section}{(hasName ? ":x" : "")}]`", keys);
        }

        expected.Add("expansions", [.. Denominators.Expansions.Select(static e => e == "ENV_" ? "ENV_name" : e)]);
        expected.Add("options of supervisord", [.. Denominators.Options, .. s_otherOptions]);
        expected.Add("RPC methods", [.. Denominators.Methods]);
        expected.Add("RPC faults", [.. Denominators.Faults.Select(static f => $"{f} {RpcFault.NameOf((RpcFaultCode)f)}")]);
        expected.Add("events", [.. Denominators.Events]);
        expected.Add("names for several events", [.. Denominators.AbstractEvents]);
        expected.Add("actions of supervisorctl", [.. Denominators.Actions]);
        expected.Add("actions of the web page", [.. Denominators.WebActions]);
        expected.Add("signals", [.. Denominators.Signals, .. s_otherSignals]);

        Dictionary<string, Entry[]> list = List();
        Assert.Equal(expected.Keys, list.Keys);
        Assert.All(expected, row => Assert.Equal(row.Value, list[row.Key].Select(static e => e.Name)));
    }

    [Fact]
    public void What_does_not_work_or_works_in_part_is_explained()
    {
        string[] parts = s_guide.Split("What works in part:");
        string failing = parts[0][parts[0].IndexOf("What does not work:", StringComparison.Ordinal)..];
        string partial = parts[1][..parts[1].IndexOf("What works but is not compared", StringComparison.Ordinal)];
        Entry[] all = [.. List().SelectMany(static r => r.Value)];
        Assert.Equal(Explained(failing, all), all.Where(static e => !e.Works).Select(static e => e.Name));
        Assert.Equal(Explained(partial, all), all.Where(static e => e.IsPartial).Select(static e => e.Name));
    }

    [Fact]
    public void The_numbers_are_those_of_the_list_and_of_the_cases()
    {
        Dictionary<string, Entry[]> list = List();
        Entry[] keys = [.. list.Where(static r => r.Key[0] == '`').SelectMany(static r => r.Value)];
        string[] events = ["events", "names for several events"];
        int[] compared =
        [
            Denominators.Keys.Keys.Count(section => Exercised.Keys().Any(k => k.StartsWith(section + '.', StringComparison.Ordinal))),
            Common(Denominators.Keys.SelectMany(static s => s.Value.Select(k => $"{s.Key}.{k}")), Exercised.Keys()),
            Common(Denominators.Expansions, Exercised.Expansions()),
            Common(Denominators.Options, Exercised.Options()),
            Common(Denominators.Methods, Exercised.Methods()),
            Common(Denominators.Faults, Exercised.Faults()),
            Common(Denominators.Actions, Exercised.Actions()),
            Denominators.WebActions.Count(static a => Exercised.Paths().Any(p => p.EndsWith($"action={a}", StringComparison.Ordinal))),
            Common(Denominators.Signals, Exercised.Signals()),
        ];
        string[] expected =
        [
            Row("kinds of sections", Denominators.Keys.Count, Denominators.Keys.Count, compared[0]),
            Row("configuration keys", keys, compared[1]),
            Row("names for expansion", list["expansions"], compared[2]),
            Row("options of supervisord", list["options of supervisord"], compared[3]),
            Row("RPC methods", list["RPC methods"], compared[4]),
            Row("RPC faults", list["RPC faults"], compared[5]),
            $"| events, and names for several of them | {Sum(events, static _ => true)} | {Sum(events, static e => e.Works)} | "
                + $"{Common(Denominators.Events, Exercised.Events())} + {Common(Denominators.AbstractEvents, Exercised.Subscriptions())} |",
            Row("actions of supervisorctl", list["actions of supervisorctl"], compared[6]),
            Row("actions of the web page", list["actions of the web page"], compared[7]),
            Row("signals to the daemon", list["signals"], compared[8]),
        ];
        string[] lines = s_guide.Split('\n');
        int head = Array.IndexOf(lines, "| | in Supervisor | work | compared with supervisord |");
        Assert.Equal(expected, lines.Skip(head + 2).TakeWhile(static l => l.StartsWith('|')));

        string Sum(string[] names, Func<Entry, bool> counts) => string.Join(" + ", names.Select(n => list[n].Count(counts)));
    }

    private static int Common<T>(IEnumerable<T> all, IEnumerable<T> exercised) => all.Intersect(exercised).Count();

    private static string Row(string kind, Entry[] entries, int compared) => Row(kind, entries.Length, entries.Count(static e => e.Works), compared);

    private static string Row(string kind, int all, int works, int compared) =>
        string.Create(CultureInfo.InvariantCulture, $"| {kind} | {all} | {works} | {compared} |");

    private static IEnumerable<string> Explained(string text, Entry[] all) =>
        all.Select(static e => e.Name).Where(name => text.Contains($"`{name}`", StringComparison.Ordinal));

    /// <summary>The rows of the list of all names; those of Xiaomi's Minos stand after it.</summary>
    private static Dictionary<string, Entry[]> List() => s_guide[s_guide.IndexOf("## Each by its name", StringComparison.Ordinal)..].Split('\n')
        .SkipWhile(static l => l != "|---|---|").Skip(1).TakeWhile(static l => l.StartsWith('|'))
        .Select(static l => l.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(
            static cells => cells[1],
            static cells => EntryPattern().Matches(cells[2])
                .Select(static m => new Entry(m.Groups["name"].Value, !m.Groups["struck"].Success, m.Groups["part"].Success)).ToArray());

    private readonly record struct Entry(string Name, bool Works, bool IsPartial);

    [GeneratedRegex(@"(?<struck>~~)?`(?<name>[^`]+)`(~~)?(?<part> \(in part\))?")]
    private static partial Regex EntryPattern();
}
