using System.Globalization;
using Minos.Benchmarks.Measuring;
using Minos.Tests;

namespace Minos.Benchmarks.Rows;

/// <summary>The module in a PowerShell of its own, without profiles.</summary>
internal static class PowerShellModule
{
    private static readonly string? s_shell = Repository.FindOnPath("pwsh");

    /// <summary>Why nothing can be measured; null when it can.</summary>
    internal static string? Missing => s_shell is null ? "no pwsh" : File.Exists(Repository.Path("bin/Minos.PowerShell.dll")) ? null : "the module is not built";

    /// <summary>The manifest, quoted for a script.</summary>
    internal static string Manifest => $"'{Repository.Path("Minos.psd1")}'";

    /// <summary>Runs a script that prints a figure.</summary>
    internal static async Task<double> MeasureAsync(string script) => double.Parse(
        await Tools.RunAsync(s_shell!, ["-NoProfile", "-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'; " + script]), CultureInfo.InvariantCulture);
}
