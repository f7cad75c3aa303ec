using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>The names and modes of the files that match a pattern.</summary>
internal sealed record ListFilesStep(string Pattern, string Folder = "") : Step
{
    public override string Text => $"files {Path.Combine(Folder, Pattern)}";

    public override Task<string> RunAsync(DaemonRun run, CancellationToken cancellation) => Task.FromResult(string.Join(
        '\n',
        Directory.EnumerateFiles(run.PathOf(Folder), Pattern)
            .Select(p => run.Normalize($"{Path.GetFileName(p)} {File.GetUnixFileMode(p)}"))
            .Order(StringComparer.Ordinal)));
}
