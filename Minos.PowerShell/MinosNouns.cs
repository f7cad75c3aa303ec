namespace Minos.PowerShell;

/// <summary>The nouns of the module's cmdlets.</summary>
internal static class MinosNouns
{
    internal const string Configuration = "MinosConfiguration";
}
