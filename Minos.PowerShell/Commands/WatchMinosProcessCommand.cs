using System.Management.Automation;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Shows a table of processes that is brought up to date until Ctrl+C.</summary>
[OutputType(typeof(string))]
[Cmdlet(VerbsCommon.Watch, MinosNouns.Process, DefaultParameterSetName = NameSet)]
public sealed class WatchMinosProcessCommand : MinosProcessSelectorCommand
{
    private const string HomeAndClear = "\e[H\e[J";
    private const string Table = "$args | Format-Table | Out-String";

    // Out-String takes colours out unless it is told not to; where nobody wants any they stay out.
    private const string ColouredTable = """
        $rendering = $PSStyle.OutputRendering
        try {
            if ($rendering -ne 'PlainText') { $PSStyle.OutputRendering = 'Ansi' }
            $args | Format-Table | Out-String
        }
        finally { $PSStyle.OutputRendering = $rendering }
        """;

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
            // What is redirected or captured stays free of colours and cursor movements.
            bool isTerminal = !System.Console.IsOutputRedirected;
            string text = string.Concat(InvokeCommand.InvokeScript(isTerminal ? ColouredTable : Table, [.. processes]));
            WriteObject(isTerminal ? HomeAndClear + text : text);
        });
    }
}
