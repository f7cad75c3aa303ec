using System.Management.Automation;
using System.Reflection;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Tests;

/// <summary>The cmdlets of the module, read by reflection.</summary>
internal static class CmdletCatalog
{
    // What the engine adds (about_CommonParameters).
    private static readonly string[] s_common =
        ["Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "ErrorVariable", "WarningVariable",
        "InformationVariable", "OutVariable", "OutBuffer", "PipelineVariable"];

    internal static Type[] Types { get; } =
        [.. typeof(MinosCommand).Assembly.GetExportedTypes().Where(static type => type.GetCustomAttribute<CmdletAttribute>() is not null)];

    internal static string Name(Type type)
    {
        (string verb, string noun) = VerbAndNoun(type);
        return $"{verb}-{noun}";
    }

    // The attribute's properties are empty in the reference assembly; its arguments are in the metadata.
    internal static (string Verb, string Noun) VerbAndNoun(Type type)
    {
        IList<CustomAttributeTypedArgument> arguments = Data(type).ConstructorArguments;
        return ((string)arguments[0].Value!, (string)arguments[1].Value!);
    }

    /// <summary>The parameters of its own, without aliases.</summary>
    internal static IEnumerable<string> Parameters(Type type) => Properties(type).Select(static property => property.Name);

    /// <summary>Everything that may stand behind a dash.</summary>
    internal static HashSet<string> AllParameters(Type type)
    {
        IEnumerable<string> aliases = Properties(type).SelectMany(static property => property.GetCustomAttributesData())
            .Where(static data => data.AttributeType == typeof(AliasAttribute))
            .SelectMany(static data => (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
            .Select(static alias => (string)alias.Value!);
        return new HashSet<string>([.. Parameters(type), .. aliases, .. s_common, .. Asks(type) ? ["WhatIf", "Confirm"] : Array.Empty<string>()], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether it has -WhatIf and -Confirm.</summary>
    internal static bool Asks(Type type) =>
        Data(type).NamedArguments.Any(static argument => argument is { MemberName: "SupportsShouldProcess", TypedValue.Value: true });

    private static CustomAttributeData Data(Type type) =>
        Assert.Single(type.GetCustomAttributesData(), static data => data.AttributeType == typeof(CmdletAttribute));

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties().Where(static property => property.GetCustomAttribute<ParameterAttribute>() is not null);
}
