using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>Moves a file, as logrotate does.</summary>
internal sealed record MoveFileStep(string From, string To) : Step
{
    public override string Text => $"move {From} {To}";

    public override Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        File.Move(run.PathOf(From), run.PathOf(To));
        return Task.FromResult("moved");
    }
}
