using System.Diagnostics;
using Minos.Tests;

namespace Minos.PowerShell.Tests;

/// <summary>Runs the cmdlets in a real PowerShell, where there is one with Pester.</summary>
public sealed class PesterTests
{
    private const string Script = """
        $ErrorActionPreference = 'Stop'
        if (-not (Get-Module -ListAvailable -Name Pester | Where-Object Version -ge '5.0')) { exit 77 }
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $env:MINOS_PESTER_FILE
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'Detailed'
        $configuration.Output.RenderMode = 'Plaintext'
        $result = Invoke-Pester -Configuration $configuration
        if ($result.PassedCount -eq 0) { exit 1 }
        exit ($result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount)
        """;

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (string file in Directory.GetFiles(Repository.Path("tests/Pester"), "*.Tests.ps1").Order(StringComparer.Ordinal))
        {
            files.Add(Path.GetFileName(file));
        }

        return files;
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public async Task Pester_passes(string file)
    {
        string? pwsh = Repository.FindOnPath("pwsh");
        Skip.If(pwsh is null, "pwsh is not on PATH");
        var start = new ProcessStartInfo(pwsh, ["-NoProfile", "-NonInteractive", "-Command", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MINOS_PESTER_FILE"] = Repository.Path("tests/Pester/" + file);
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
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
    }
}
