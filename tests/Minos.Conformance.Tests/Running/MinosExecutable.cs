namespace Minos.Conformance.Tests.Running;

/// <summary>The minosd under test.</summary>
internal static class MinosExecutable
{
    /// <summary>MINOSD_BINARY when it is set (CI names the native binary there), else the one built beside the tests.</summary>
    public static string FilePath { get; } =
        Environment.GetEnvironmentVariable("MINOSD_BINARY") is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, "minosd");
}
