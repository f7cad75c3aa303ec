using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Gets the last lines of processes' logs, and follows them on request.</summary>
[OutputType(typeof(MinosLogLine))]
[Cmdlet(VerbsCommon.Get, MinosNouns.ProcessLog, DefaultParameterSetName = NameSet)]
public sealed class GetMinosProcessLogCommand : MinosProcessSelectorCommand
{
    /// <summary>How many lines.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Tail { get; set; } = 100;

    /// <summary>The output or the error output.</summary>
    [Parameter]
    [ValidateSet("stdout", "stderr")]
    public string Stream { get; set; } = "stdout";

    /// <summary>Go on with what is written, until Ctrl+C.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override async Task RunAsync(CommandPipeline pipeline)
    {
        IReadOnlyList<MinosProcess> processes = await CollectAsync(pipeline).ConfigureAwait(false);
        string method = Stream == "stdout" ? "supervisor.readProcessStdoutLog" : "supervisor.readProcessStderrLog";
        IEnumerable<Task> work = processes.Select(async process =>
        {
            try
            {
                await LogLines.ReadAsync(
                    Client(process.Host), method, [process.FullName], $"/logtail/{System.Uri.EscapeDataString(process.FullName)}/{Stream}", Tail, Wait,
                    line => pipeline.WriteObject(new MinosLogLine(process.Host, process.Name, Stream, line)), StopToken).ConfigureAwait(false);
            }
            catch (RpcFault fault)
            {
                pipeline.WriteError(ErrorRecords.OfProcess(fault, process));
            }
            catch (Exception exception) when (ErrorRecords.IsOfHost(exception))
            {
                pipeline.WriteError(ErrorRecords.OfHost(exception, process.Host));
            }
        });
        if (Wait)
        {
            await Task.WhenAll(work).ConfigureAwait(false);
            return;
        }

        // Whole logs one after another, in the order of the pipeline.
        foreach (Task one in work)
        {
            await one.ConfigureAwait(false);
        }
    }
}
