namespace Minos.Benchmarks.Measuring;

internal static class Statistics
{
    /// <summary>The middle value; the mean of the two in the middle for an even count.</summary>
    internal static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
