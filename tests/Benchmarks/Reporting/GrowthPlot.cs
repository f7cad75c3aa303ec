using System.Globalization;
using System.Text;

namespace Minos.Benchmarks.Reporting;

/// <summary>How rows grow with the number of programs: an SVG with both axes logarithmic, so that linear growth is a line of slope 1.</summary>
internal static class GrowthPlot
{
    private const int Width = 640, Height = 420, Margin = 60;
    private static readonly string[] s_colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd"];

    /// <param name="series">Name of a line and its points: number of programs, figure above 0.</param>
    internal static string Draw(IReadOnlyDictionary<string, IReadOnlyList<(int Programs, double Value)>> series)
    {
        (int, double Value)[] points = [.. series.Values.SelectMany(line => line)];
        double low = Math.Floor(Math.Log10(points.Min(point => point.Value))), high = Math.Ceiling(Math.Log10(points.Max(point => point.Value)));
        double X(double programs) => Margin + (Math.Log10(programs) - 1) / Math.Log10(500) * (Width - 2 * Margin);
        double Y(double value) => Height - Margin - (Math.Log10(value) - low) / (high - low) * (Height - 2 * Margin);

        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        svg.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (double power = low; power <= high; power++)
        {
            double y = Y(Math.Pow(10, power));
            svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{Margin} {y:0.#}H{Width - Margin}\" stroke=\"#ddd\"/><text x=\"{Margin - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Math.Pow(10, power):#,0.###}</text>");
        }

        foreach (int programs in series.Values.SelectMany(line => line.Select(point => point.Programs)).Distinct())
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{X(programs):0.#}\" y=\"{Height - Margin + 18}\" text-anchor=\"middle\">{programs:#,0}</text>");
        }

        svg.AppendLine($"<text x=\"{Width / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">programs</text>");
        foreach ((int index, (string name, IReadOnlyList<(int Programs, double Value)> line)) in series.Index())
        {
            string colour = s_colours[index % s_colours.Length];
            string path = string.Join(" ", line.Select(point => FormattableString.Invariant($"{X(point.Programs):0.#},{Y(point.Value):0.#}")));
            svg.AppendLine($"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            svg.AppendLine($"<text x=\"{Margin + 10}\" y=\"{20 + index * 16}\" fill=\"{colour}\">{name}</text>");
        }

        return svg.AppendLine("</svg>").ToString();
    }
}
