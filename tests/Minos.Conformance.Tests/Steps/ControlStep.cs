using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>A command line of the control client, or what it is told on its standard input: output, errors and exit status.</summary>
internal sealed record ControlStep(string Line, string Input = "") : Step
{
    public override string Text => Input.Length == 0 ? $"ctl {Line}" : $"ctl {Line} < {Input.ReplaceLineEndings("; ")}".TrimEnd(' ', ';');

    public override bool UsesControlClient => true;

    /// <summary>The actions that are asked for.</summary>
    public IEnumerable<string> Actions => Input.Split('\n').Append(Line).Select(static l => l.Split(' ')[0]).Where(static a => a.Length > 0);

    public override Task<string> RunAsync(DaemonRun run, CancellationToken cancellation) =>
        run.ControlAsync(Line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Input, cancellation);
}
