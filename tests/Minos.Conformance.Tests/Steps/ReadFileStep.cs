using System.Text.RegularExpressions;
using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>A file's content; with a pattern, only the lines that match it.</summary>
internal sealed record ReadFileStep(string Name, string? Lines = null) : Step
{
    /// <summary>Of lines in a row that match this only the first counts: how often a daemon repeats them depends on the machine's load.</summary>
    public string? Repeated { get; init; }

    public override string Text => Lines is null ? $"file {Name}" : $"lines {Lines} of {Name}";

    public override Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        if (!File.Exists(run.PathOf(Name)))
        {
            return Task.FromResult("no such file");
        }

        string text = run.ReadText(Name);
        return Task.FromResult(Lines is null ? text : string.Join('\n', WithoutRepeats(text.Split('\n').Where(l => Regex.IsMatch(l, Lines)))));
    }

    private IEnumerable<string> WithoutRepeats(IEnumerable<string> lines)
    {
        bool wasRepeated = false;
        foreach (string line in lines)
        {
            bool isRepeated = Repeated is not null && Regex.IsMatch(line, Repeated);
            if (!(isRepeated && wasRepeated))
            {
                yield return line;
            }

            wasRepeated = isRepeated;
        }
    }
}
