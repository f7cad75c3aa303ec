using System.Text.Json;

namespace Minos.Benchmarks.Reporting;

/// <summary>A run held against a stored one. Ratios to supervisord are compared, since machines differ and are shared.</summary>
internal static class Comparison
{
    private const double Tolerance = 0.8;

    /// <summary>A line for each row whose ratio is 20 % worse than it was.</summary>
    internal static IReadOnlyList<string> Worse(IReadOnlyList<Figure> figures, string storedFile)
    {
        IReadOnlyList<Figure> stored = JsonSerializer.Deserialize(File.ReadAllText(storedFile), FigureJson.Default.IReadOnlyListFigure)!;
        return
        [
            .. from figure in figures
               join before in stored on figure.Row equals before.Row
               where figure.TimesBetter < before.TimesBetter * Tolerance
               select FormattableString.Invariant(
                   $"{figure.Title}: {figure.TimesBetter:0.00} times supervisord's, was {before.TimesBetter:0.00}"),
        ];
    }
}
