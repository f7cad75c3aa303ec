using System.Text.Json;
using Minos.Benchmarks.Measuring;

namespace Minos.Benchmarks.Reporting;

/// <summary>A run held against a stored one, row by row, by the median of the ratios of all rounds (<see cref="Round.Ratio"/>).</summary>
internal sealed class Comparison(IReadOnlyList<Figure> stored)
{
    private const double Tolerance = 0.8;

    /// <summary>How often a row that seems worse is measured again, with as many rounds each time: by chance it seems so now and then, and not for long.</summary>
    private const int Repetitions = 3;

    internal static Comparison With(string file) => new(JsonSerializer.Deserialize(File.ReadAllText(file), FigureJson.Default.IReadOnlyListFigure)!);

    /// <summary>Measures a row again as long as it seems 20 % worse than it was.</summary>
    /// <param name="figure">What was measured first.</param>
    /// <param name="again">Measures the same row.</param>
    /// <returns>What is worse, in words; null when nothing is, or the stored run has no such row.</returns>
    internal async Task<string?> FindWorseAsync(Figure figure, Func<Task<Figure>> again)
    {
        if (stored.FirstOrDefault(before => before.Row == figure.Row) is not { Ratios.Count: > 0 } before || figure.Ratios.Count == 0)
        {
            return null;
        }

        double was = Statistics.Median(before.Ratios);
        List<double> ratios = [.. figure.Ratios];
        for (int repetition = 0; Statistics.Median(ratios) < was * Tolerance; repetition++)
        {
            if (repetition == Repetitions)
            {
                return FormattableString.Invariant(
                    $"{figure.Title}: ratio {Statistics.Median(ratios):0.00}, was {was:0.00} ({string.Join(' ', ratios.Order().Select(static r => FormattableString.Invariant($"{r:0.00}")))})");
            }

            ratios.AddRange((await again()).Ratios);
        }

        return null;
    }
}
