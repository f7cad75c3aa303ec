using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>Puts a directory where a file was.</summary>
internal sealed record MakeDirectoryStep(string Name) : Step
{
    public override string Text => $"mkdir {Name}";

    public override Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        File.Delete(run.PathOf(Name));
        Directory.CreateDirectory(run.PathOf(Name));
        return Task.FromResult("made");
    }
}
