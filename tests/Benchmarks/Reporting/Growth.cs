namespace Minos.Benchmarks.Reporting;

/// <summary>How one figure grows with the number of programs.</summary>
/// <param name="Name">What it is, with its unit; smaller is better.</param>
/// <param name="Points">Number of programs and figure, by number; figures above 0.</param>
internal sealed record Growth(string Name, IReadOnlyList<(int Programs, double Value)> Points)
{
    // One that is linear is measured as up to this by the noise of a machine that is shared.
    private const double Linear = 1.15;

    /// <summary>The exponent e of value = c * programs^e by least squares of the logarithms. What is spent once, whatever the number, makes it smaller.</summary>
    internal double Exponent => Slope(Points);

    /// <summary>The exponent between the two largest numbers, where what is spent once hides least.</summary>
    internal double LastExponent => Slope([.. Points.TakeLast(2)]);

    /// <summary>Whether it grows faster than the number of programs.</summary>
    internal bool IsWorseThanLinear => LastExponent > Linear || Exponent > Linear;

    /// <summary>A Markdown table of several.</summary>
    internal static string Table(IReadOnlyList<Growth> all)
    {
        int[] sizes = [.. all.SelectMany(static growth => growth.Points.Select(static point => point.Programs)).Distinct().Order()];
        string[] worse = [.. all.Where(static growth => growth.IsWorseThanLinear).Select(static growth => growth.Name)];
        return string.Join('\n',
        [
            $"| | {string.Join(" | ", sizes.Select(static size => FormattableString.Invariant($"{size:#,0}")))} | exponent | at the end |",
            $"|---|{string.Concat(Enumerable.Repeat("---|", sizes.Length + 2))}",
            .. all.Select(growth => $"| {growth.Name} | {string.Join(" | ", growth.Points.Select(static point => FormattableString.Invariant($"{point.Value:0.##}")))}"
                + FormattableString.Invariant($" | {growth.Exponent:0.00} | {growth.LastExponent:0.00} |")),
            "",
            worse.Length == 0 ? "None is worse than linear." : $"Worse than linear: {string.Join(", ", worse)}.",
        ]);
    }

    private static double Slope(IReadOnlyList<(int Programs, double Value)> points)
    {
        (double X, double Y)[] logarithms = [.. points.Select(static point => (Math.Log(point.Programs), Math.Log(point.Value)))];
        double x = logarithms.Average(static point => point.X), y = logarithms.Average(static point => point.Y);
        return logarithms.Sum(point => (point.X - x) * (point.Y - y)) / logarithms.Sum(point => (point.X - x) * (point.X - x));
    }
}
