using System.Management.Automation;
using Minos.Configuration;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Finds everything that is wrong with configuration files, and starts nothing.</summary>
[OutputType(typeof(MinosConfigurationTest), typeof(bool))]
[Cmdlet(VerbsDiagnostic.Test, MinosNouns.Configuration, DefaultParameterSetName = "Path")]
public sealed class TestMinosConfigurationCommand : MinosPathCommand
{
    /// <summary>Only say whether each file is valid.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        List<(string File, ErrorRecord? Error)> files = ResolvePaths();
        Run(pipeline =>
        {
            foreach ((string file, ErrorRecord? error) in files)
            {
                StopToken.ThrowIfCancellationRequested();
                if (error is null)
                {
                    Test(pipeline, file);
                }
                else if (Quiet)
                {
                    pipeline.WriteObject(false);
                }
                else
                {
                    pipeline.WriteError(error);
                }
            }

            return Task.CompletedTask;
        });
    }

    private void Test(CommandPipeline pipeline, string file)
    {
        var test = new MinosConfigurationTest(file, ConfigurationReader.Check(file).Problems);
        pipeline.WriteVerbose($"{file}: {test.ErrorCount} errors, {test.WarningCount} warnings");
        pipeline.WriteObject(Quiet ? test.IsValid : test);
    }
}
