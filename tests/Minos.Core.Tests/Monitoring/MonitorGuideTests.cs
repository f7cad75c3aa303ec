using System.Text.RegularExpressions;
using Minos.Monitoring.Options;
using Minos.Tests;

namespace Minos.Core.Tests.Monitoring;

/// <summary>The option tables of docs/guide/monitors.md are what <c>--help</c> says, and have every option of superlance.</summary>
public sealed class MonitorGuideTests
{
    private const string DeliverySection = "Delivery";

    // superlance 2.0.0 and what the Minos fork added: letter, name, and whether it takes an argument.
    private const string BatchOptions = "i/interval= t/toEmail= f/fromEmail= s/subject= H/smtpHost= e/tickEvent= u/userName= p/password= tls l/supervisordPort=";
    private static readonly Dictionary<string, string> s_superlance = new()
    {
        ["crashmail"] = "p/program= a/any o/optionalheader= s/sendmail_program= m/email=",
        ["crashmailbatch"] = BatchOptions,
        ["crashsms"] = BatchOptions,
        ["fatalmailbatch"] = BatchOptions,
        ["httpok"] = "p/program= a/any t/timeout= c/code= b/body= s/sendmail_program= m/email= g/gcore= d/coredir= e/eager E/not-eager n/name=",
        ["memmon"] = "c/cumulative p/program= g/group= a/any= s/sendmail_program= m/email= u/uptime= n/name=",
        ["process_exit_monitor"] = "",
    };

    private static readonly Dictionary<string, string[][]> s_tables = ReadTables(File.ReadAllText(Repository.Path("docs/guide/monitors.md")));

    public static TheoryData<string> Monitors => [.. MonitorCatalog.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Monitors))]
    public void The_guide_has_the_options_of(string name)
    {
        MonitorDescription monitor = MonitorCatalog.All.Single(m => m.Name == name);
        string[][] own = s_tables.Single(t => t.Key.Split(", ").Contains(name)).Value;
        string[][] delivery = s_tables[DeliverySection];
        HashSet<string> shared = [.. delivery.Select(NameOf)];

        Assert.Equal(
            monitor.Options.Where(o => !shared.Contains(o.Name)).Select(o => $"{o.Usage} | {Default(o)} | {o.Text}"),
            own.Select(row => string.Join(" | ", row[..3])));
        Assert.Equal(
            monitor.Options.Where(o => shared.Contains(o.Name)).Select(o => $"{o.Name} {o.Argument} | {Default(o)} | {o.Text}"),
            name == "process_exit_monitor" ? [] : delivery.Select(row => $"{NameOf(row)} {ArgumentOf(row)} | {row[1]} | {row[2]}"));
        Assert.All(own.Concat(delivery), row => Assert.All(row, cell => Assert.NotEqual("", cell)));
    }

    [Theory]
    [MemberData(nameof(Monitors))]
    public void Every_option_of_superlance_is_taken_by(string name)
    {
        MonitorDescription monitor = MonitorCatalog.All.Single(m => m.Name == name);
        foreach (string option in s_superlance[name].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] names = option.TrimEnd('=').Split('/');
            MonitorOption ours = Assert.Single(monitor.Options, o => o.Name == names[^1]);
            Assert.Equal(option.EndsWith('='), ours.Argument is not null);
            Assert.Equal(names.Length == 1 ? null : names[0], ours.Letter?.ToString());
            string[] row = s_tables.Where(t => t.Key == DeliverySection || t.Key.Split(", ").Contains(name)).SelectMany(t => t.Value).Single(r => NameOf(r) == ours.Name);
            Assert.NotEqual("no", row[3]);
        }
    }

    [Fact]
    public void What_a_section_needs_is_said_for_each()
    {
        string guide = File.ReadAllText(Repository.Path("docs/guide/monitors.md"));
        Assert.All(MonitorCatalog.All, monitor => Assert.Contains(
            $"`events={monitor.Events}`", Regex.Match(guide, $@"### [^\n]*\b{monitor.Name}\b[^#]*").Value, StringComparison.Ordinal));
    }

    private static string Default(MonitorOption option) => option.Default.Length == 0 ? "none" : option.Default;

    private static string NameOf(string[] row) => Regex.Match(row[0], @"--([\w-]+)").Groups[1].Value;

    private static string ArgumentOf(string[] row) => row[0].Split(' ', 2) is [_, string argument] ? argument : "";

    private static Dictionary<string, string[][]> ReadTables(string guide) =>
        Regex.Matches(guide, @"^### ([^\n]+)\n(.*?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline).ToDictionary(
            m => m.Groups[1].Value,
            m => m.Groups[2].Value.Split('\n').Where(l => l.StartsWith("| `-", StringComparison.Ordinal))
                .Select(l => l.Trim('|', ' ').Split(" | ").Select(c => c.Trim().Trim('`')).ToArray()).ToArray());
}
