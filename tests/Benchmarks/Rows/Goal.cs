namespace Minos.Benchmarks.Rows;

/// <summary>What minosd must reach in a row.</summary>
/// <param name="Times">How many times better than supervisord, for example 5; null when the goal is a figure of its own.</param>
/// <param name="AtMost">The figure that may not be passed; null when the goal is a ratio.</param>
internal sealed record Goal(double? Times = null, double? AtMost = null)
{
    /// <summary>As the table says it.</summary>
    public override string ToString() => AtMost is { } most ? FormattableString.Invariant($"<= {most:0.##}") : FormattableString.Invariant($"{Times:0.##} x");

    /// <summary>Whether a figure, and its ratio to supervisord's (larger is better), reach it; null when there is nothing to compare with.</summary>
    internal bool? IsReached(double figure, double? timesBetter) => AtMost is { } most ? figure <= most : timesBetter >= Times;
}
