namespace Minos.Benchmarks.Measuring;

/// <summary>What one round has measured.</summary>
/// <param name="Values">By subject; one that cannot do the row is missing.</param>
/// <param name="Floor">What the machine itself needs; null when there is no such figure.</param>
internal sealed record Round(IReadOnlyDictionary<string, double> Values, double? Floor)
{
    /// <summary>What a stored run is compared by, the larger the better: how many times better minosd is than supervisord in this round, since machines differ and
    /// are shared; than the machine alone where supervisord cannot do it; else its figure. Null without minosd.</summary>
    internal double? Ratio(bool largerIsBetter)
    {
        if (!Values.TryGetValue("minosd", out double ours))
        {
            return null;
        }

        double other = Values.TryGetValue("supervisord", out double theirs) ? theirs : Floor ?? 1;
        return largerIsBetter ? ours / other : other / ours;
    }
}
