using System.Text.RegularExpressions;
using System.Xml.Linq;
using Minos.Tests;

namespace Minos.PowerShell.Tests;

/// <summary>What the documents say of cmdlets: every one is named, and nothing is that there is not.</summary>
public sealed partial class DocumentationTests
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Dictionary<string, HashSet<string>> s_parameters = CmdletCatalog.Types.ToDictionary(CmdletCatalog.Name, CmdletCatalog.AllParameters);

    public static TheoryData<string> Documents() =>
        [.. new[] { Repository.Path("README.md") }
            .Concat(Directory.GetFiles(Repository.Path("docs/guide"), "*.md"))
            .Concat(Directory.GetFiles(Repository.Path("docs/cmdlets"), "*.md"))
            .Select(static file => Path.GetRelativePath(Repository.Path("."), file))];

    [Fact]
    public void Guide_lists_every_cmdlet()
    {
        string guide = File.ReadAllText(Repository.Path("docs/guide/powershell.md"));
        Assert.Equal([], s_parameters.Keys.Where(name => !Regex.IsMatch(guide, $@"\b{name}\b")));
        string[] pages = [.. Directory.GetFiles(Repository.Path("docs/cmdlets"), "*-Minos*.md").Select(static file => Path.GetFileNameWithoutExtension(file))];
        Assert.Equal(s_parameters.Keys.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_cmdlet_and_parameter_that_is_named_exists(string document)
    {
        string text = AskingForHelp().Replace(File.ReadAllText(Repository.Path(document)), "");
        List<string> wrong = [.. CmdletName().Matches(text).Select(static match => match.Value).Where(static name => !s_parameters.ContainsKey(name))];

        // A call reaches to the end of its pipeline's stage, of its parentheses or of the quotes that it stands in.
        foreach (Match call in Call().Matches(Literal().Replace(text, "''")))
        {
            if (s_parameters.TryGetValue(call.Groups["name"].Value, out HashSet<string>? known))
            {
                wrong.AddRange(Parameter().Matches(call.Groups["rest"].Value).Select(static match => match.Groups[1].Value)
                    .Where(name => !known.Contains(name)).Select(name => $"{call.Groups["name"].Value} -{name}"));
            }
        }

        Assert.Equal([], wrong);
    }

    [Theory]
    [InlineData("docs/guide/powershell.md")]
    [InlineData("docs/guide/hosts.md")]
    [InlineData("docs/cmdlets/common-parameters.md")]
    public void Every_parameter_that_prose_names_is_one_of_some_cmdlet(string document)
    {
        var known = s_parameters.Values.SelectMany(static names => names).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string prose = string.Join('\n', File.ReadAllLines(Repository.Path(document)).Where(static line => !line.StartsWith("    ", StringComparison.Ordinal)));

        // Whole calls are looked at by the test above.
        prose = Code().Replace(prose, static code => code.Value.StartsWith("`-", StringComparison.Ordinal) ? code.Value : "");
        Assert.Equal([], ParameterInProse().Matches(prose).Select(static match => match.Groups[1].Value).Where(name => !known.Contains(name)));
    }

    [Theory]
    [MemberData(nameof(ModuleTests.Cmdlets), MemberType = typeof(ModuleTests))]
    public void Help_has_the_examples_of_the_page(Type type)
    {
        string name = CmdletCatalog.Name(type);
        IEnumerable<string> page = Fence().Matches(File.ReadAllText(Repository.Path($"docs/cmdlets/{name}.md"))).Select(static match => match.Groups[1].Value);
        XElement help = Assert.Single(
            XDocument.Load(Repository.Path("en-US/Minos.PowerShell.dll-Help.xml")).Root!.Elements(s_command + "command"),
            command => command.Element(s_command + "details")?.Element(s_command + "name")?.Value == name);
        Assert.Equal(page, help.Descendants(s_dev + "code").Select(static code => code.Value));
        Assert.All(page, code => Assert.Contains(name, code, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b[A-Z][a-z]+-Minos[A-Z]\w*")]
    private static partial Regex CmdletName();

    [GeneratedRegex(@"(?<name>\b[A-Z][a-z]+-Minos\w+)(?<rest>[^|;(){}`\n]*)")]
    private static partial Regex Call();

    [GeneratedRegex(@"Get-Help \S+ -\w+")]
    private static partial Regex AskingForHelp();

    [GeneratedRegex(@"(?<![\w/-])-([A-Z]\w+)")]
    private static partial Regex ParameterInProse();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<=\s)-([A-Z]\w*)")]
    private static partial Regex Parameter();

    [GeneratedRegex("'[^'\n]*'|\"[^\"\n]*\"")]
    private static partial Regex Literal();

    [GeneratedRegex("```powershell\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
