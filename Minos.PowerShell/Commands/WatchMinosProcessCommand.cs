using System.Management.Automation;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Shows a table of processes that is brought up to date until Ctrl+C.</summary>
[OutputType(typeof(string))]
[Cmdlet(VerbsCommon.Watch, MinosNouns.Process, DefaultParameterSetName = NameSet)]
public sealed class WatchMinosProcessCommand : MinosProcessSelectorCommand
{
    private const string HomeAndClear = "\e[H\e[J";

    /// <summary>The time between two tables, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int IntervalSeconds { get; set; } = 2;

    /// <summary>How many tables; without it, until Ctrl+C.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    private protected override bool AllByDefault => true;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        for (int table = 0; table < Count && !Stopping; table++)
        {
            if (table > 0)
            {
                Run(_ => Task.Delay(TimeSpan.FromSeconds(IntervalSeconds), StopToken));
            }

            Run(RunAsync);
        }
    }

    private protected override async Task RunAsync(CommandPipeline pipeline)
    {
        List<MinosProcess> processes = [];
        await SelectAsync(pipeline, processes.AddRange).ConfigureAwait(false);
        processes.Sort(static (a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
        pipeline.Invoke(_ =>
        {
            string text = string.Concat(InvokeCommand.InvokeScript("$args | Format-Table | Out-String", [.. processes]));
            // What is redirected or captured stays free of cursor movements.
            WriteObject(System.Console.IsOutputRedirected ? text : HomeAndClear + text);
        });
    }
}
