using System.Diagnostics;
using Minos.Tests;
using Xunit.Abstractions;

namespace Minos.PowerShell.Tests;

/// <summary>Runs the cmdlets in a real PowerShell, where there is one with Pester.</summary>
public sealed class PesterTests
{
    private const string Script = """
        $ErrorActionPreference = 'Stop'
        if (-not (Get-Module -ListAvailable -Name Pester | Where-Object Version -ge '5.0')) { exit 77 }
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $env:MINOS_PESTER_PATH -split ':'
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'Normal'
        $configuration.Output.RenderMode = 'Plaintext'
        $result = Invoke-Pester -Configuration $configuration
        foreach ($test in $result.Failed) { "FAILED: $($test.ExpandedPath)" }
        "PESTER: $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
        if ($result.PassedCount -eq 0) { exit 1 }
        exit ($result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount)
        """;

    private static readonly Dictionary<string, string[]> s_files = Directory.GetFiles(Repository.Path("tests/Pester"), "*.Tests.ps1")
        .GroupBy(static file => Subject(Path.GetFileName(file))).ToDictionary(static files => files.Key, static files => files.ToArray());

    private readonly ITestOutputHelper _output;

    public PesterTests(ITestOutputHelper output) => _output = output;

    // One process for many files: to start PowerShell takes longer than most tests.
    public static TheoryData<string> Subjects() => [.. s_files.Keys.Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Subjects))]
    public async Task Pester_passes(string subject)
    {
        string? pwsh = Repository.FindOnPath("pwsh");
        Skip.If(pwsh is null, "pwsh is not on PATH");
        var start = new ProcessStartInfo(pwsh, ["-NoProfile", "-NonInteractive", "-Command", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MINOS_PESTER_PATH"] = string.Join(':', s_files[subject]);
        start.Environment["MINOSD_BINARY"] = Binary();
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"Pester did not end:\n{await output}\n{await error}");
        }

        Skip.If(process.ExitCode == 77, "pwsh has no Pester 5");
        Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
        _output.WriteLine(await output);
    }

    private static string Subject(string file) =>
        Array.Find(["MinosJob", "MinosPackage", "MinosProcess", "MinosSupervisor", "Runbook"], word => file.Contains(word, StringComparison.Ordinal)) ?? "others";

    private static string Binary() =>
        Environment.GetEnvironmentVariable("MINOSD_BINARY") is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, "minosd");
}
