using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>Import-Module, the first in its PowerShell.</summary>
internal sealed class ModuleImportRow : Row
{
    internal override string Name => "import";

    internal override string Title => "import of the PowerShell module, ms";

    internal override Goal Goal => new(AtMost: 200);

    internal override string? Missing => PowerShellModule.Missing;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench) =>
        subject.Name == "minosd" ? await ImportAsync(PowerShellModule.Manifest) : null;

    /// <summary>A module that has nothing in it.</summary>
    internal override async Task<double?> MeasureFloorAsync(Bench bench)
    {
        string empty = Path.Combine(bench.NewFolder(), "Empty.psd1");
        await File.WriteAllTextAsync(empty, "@{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @() }");
        return await ImportAsync($"'{empty}'");
    }

    private static async Task<double> ImportAsync(string manifest) => await PowerShellModule.MeasureAsync(
        $"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module {manifest}; $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)");
}
