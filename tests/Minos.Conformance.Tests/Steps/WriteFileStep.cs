using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>Writes a file, as an operator does who edits the configuration.</summary>
internal sealed record WriteFileStep(string Name, string Content) : Step
{
    public override string Text => $"write {Name}";

    public override Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        run.Write(Name, Content);
        return Task.FromResult("written");
    }
}
