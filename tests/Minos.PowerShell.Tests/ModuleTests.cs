using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Minos.PowerShell.Abstractions;
using Minos.Tests;

namespace Minos.PowerShell.Tests;

/// <summary>What every cmdlet of the module promises; read by reflection, no engine needed.</summary>
public sealed partial class ModuleTests
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly string[] s_approvedVerbs =
        [.. new[] { typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity) }
            .SelectMany(static verbs => verbs.GetFields())
            .Select(static field => (string)field.GetValue(null)!)];

    public static TheoryData<Type> Cmdlets() => [.. CmdletCatalog.Types];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Cmdlet_follows_the_rules_of_names_and_classes(Type type)
    {
        (string verb, string noun) = CmdletCatalog.VerbAndNoun(type);
        Assert.Contains(verb, s_approvedVerbs);
        Assert.StartsWith("Minos", noun, StringComparison.Ordinal);
        Assert.False(noun.EndsWith('s') && !noun.EndsWith("ss", StringComparison.Ordinal), "nouns are singular");
        Assert.Equal(verb + noun + "Command", type.Name);
        Assert.True(type.IsSealed);
        Assert.True(type.IsSubclassOf(typeof(MinosCommand)));
        Assert.NotEmpty(type.GetCustomAttributes<OutputTypeAttribute>());
    }

    [Fact]
    public void Manifest_exports_exactly_the_cmdlets_that_are_compiled()
    {
        string manifest = File.ReadAllText(Repository.Path("Minos.psd1"));
        string list = ExportedCmdlets().Match(manifest).Groups[1].Value;
        IEnumerable<string> exported = QuotedName().Matches(list).Select(static match => match.Groups[1].Value);
        Assert.Equal(CmdletCatalog.Types.Select(CmdletCatalog.Name).Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_that_the_manifest_names_is_built()
    {
        string manifest = File.ReadAllText(Repository.Path("Minos.psd1"));
        string[] files = [.. BuiltFile().Matches(manifest).Select(static match => match.Groups[1].Value)];
        Assert.Contains("bin/Minos.PowerShell.dll", files);
        Assert.All(files, static file => Assert.True(File.Exists(Repository.Path(file)), file));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_describes_every_parameter_and_has_two_examples(Type type)
    {
        XElement help = Assert.Single(
            XDocument.Load(Repository.Path("en-US/Minos.PowerShell.dll-Help.xml")).Root!.Elements(s_command + "command"),
            command => command.Element(s_command + "details")?.Element(s_command + "name")?.Value == CmdletCatalog.Name(type));
        Assert.True(help.Element(s_command + "examples")!.Elements().Count() >= 2, "two examples");

        var described = help.Element(s_command + "parameters")!.Elements().ToDictionary(
            static parameter => parameter.Element(s_maml + "name")!.Value,
            static parameter => parameter.Element(s_maml + "description")!.Value.Trim());
        Assert.Equal(CmdletCatalog.Parameters(type).Concat(CmdletCatalog.Asks(type) ? ["WhatIf", "Confirm"] : Array.Empty<string>()).Order(StringComparer.Ordinal), described.Keys.Order(StringComparer.Ordinal));
        Assert.All(described.Values, Assert.NotEmpty);
    }

    [Fact]
    public void Every_cmdlet_has_its_Pester_file()
    {
        string[] files = [.. Directory.GetFiles(Repository.Path("tests/Pester"), "*-*.Tests.ps1").Select(static file => Path.GetFileName(file).Replace(".Tests.ps1", "", StringComparison.Ordinal))];
        Assert.Equal(CmdletCatalog.Types.Select(CmdletCatalog.Name).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.All(files, static name => Assert.Contains($"Describe '{name}", File.ReadAllText(Repository.Path($"tests/Pester/{name}.Tests.ps1")), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)")]
    private static partial Regex ExportedCmdlets();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex("'(bin/[^']+)'")]
    private static partial Regex BuiltFile();
}
