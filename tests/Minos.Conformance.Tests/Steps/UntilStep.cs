using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>Waits until a process has a state. The answer is the state, or what was seen last when it never came.</summary>
internal sealed record UntilStep(string Process, string State) : Step
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public override string Text => $"until {Process} {State}";

    public override async Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        var info = new RpcStep("supervisor.getProcessInfo", Process);
        string seen = "";
        try
        {
            while (true)
            {
                seen = await AskAsync(info, run, cancellation);
                if (seen.Contains($"statename: string {State}\n", StringComparison.Ordinal))
                {
                    return State;
                }

                await Task.Delay(s_pause, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            return $"{CaseComparison.NoAnswer}{Process} never was {State}; last seen:\n{seen}";
        }
    }

    private static async Task<string> AskAsync(RpcStep info, DaemonRun run, CancellationToken cancellation)
    {
        try
        {
            return await info.RunAsync(run, cancellation);
        }
        catch (HttpRequestException e)
        {
            // While the daemon restarts nobody listens.
            return e.Message;
        }
    }
}
