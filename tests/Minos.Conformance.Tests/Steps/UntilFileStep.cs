using System.Text.RegularExpressions;
using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>Waits until a file matches a pattern.</summary>
internal sealed record UntilFileStep(string Name, string Pattern) : Step
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public override string Text => $"until {Name} has {Pattern}";

    public override async Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        string? content = null;
        try
        {
            while (true)
            {
                content = File.Exists(run.PathOf(Name)) ? run.ReadText(Name) : null;
                if (content is not null && Regex.IsMatch(content, run.Fill(Pattern), RegexOptions.Multiline))
                {
                    return "there";
                }

                await Task.Delay(s_pause, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            return $"{CaseComparison.NoAnswer}never in {Name}:\n{content}";
        }
    }
}
