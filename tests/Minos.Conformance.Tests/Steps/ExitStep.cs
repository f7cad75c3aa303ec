using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>Waits for the daemon to end: its exit status and what it wrote to stderr.</summary>
/// <param name="ShowsOutput">And to stdout, where its log goes unless it is silent.</param>
internal sealed record ExitStep(bool ShowsOutput = false) : Step
{
    public override string Text => "exit";

    public override Task<string> RunAsync(DaemonRun run, CancellationToken cancellation) => run.WaitForExitAsync(ShowsOutput);
}
