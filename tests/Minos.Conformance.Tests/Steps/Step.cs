using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>One thing asked of a daemon.</summary>
public abstract record Step
{
    /// <summary>What is asked, for reports and for <see cref="IntendedDifferences"/>.</summary>
    public abstract string Text { get; }

    /// <summary>What Supervisor's answer has to contain: that is what the step is there to show.</summary>
    public IReadOnlyList<string> Shown { get; private init; } = [];

    /// <summary>Whether the order of the answer's lines is certain.</summary>
    public bool IsOrdered { get; private init; } = true;

    public virtual bool UsesControlClient => false;

    /// <summary>Asks it.</summary>
    public abstract Task<string> RunAsync(DaemonRun run, CancellationToken cancellation);

    /// <summary>The same step that has to show these texts.</summary>
    public Step Shows(params IReadOnlyList<string> texts) => this with { Shown = [.. Shown, .. texts] };

    /// <summary>The same RPC step that has to be refused with this fault.</summary>
    public Step Faults(int code) => Shows($"fault {code} ");

    /// <summary>The same step, but the lines may come in any order.</summary>
    public Step InAnyOrder() => this with { IsOrdered = false };

    /// <summary>The text of a step; where the same is asked more than once, with a number: "rpc supervisor.getState #2".</summary>
    public static string Label(IReadOnlyList<Step> steps, int index)
    {
        int before = steps.Take(index).Count(s => s.Text == steps[index].Text);
        return before == 0 ? steps[index].Text : $"{steps[index].Text} #{before + 1}";
    }
}
