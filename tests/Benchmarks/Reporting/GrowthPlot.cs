using System.Globalization;
using System.Text;

namespace Minos.Benchmarks.Reporting;

/// <summary>How figures grow with the number of programs: an SVG with both axes logarithmic, so that linear growth is a line of slope 1. It has no
/// background and takes its colours from the reader's choice of light or dark.</summary>
internal static class GrowthPlot
{
    private const int Width = 760, Height = 560, Left = 64, Right = 24, Top = 20, LegendTop = 420;

    // Told apart by people with any kind of colour vision (Okabe and Ito), and by their dashes.
    private static readonly string[] s_colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6bb1"];
    private static readonly string[] s_dashes = ["none", "8 3", "2 3", "12 3 2 3", "5 5", "1 4", "14 4"];

    internal static string Draw(IReadOnlyList<Growth> all)
    {
        (int Programs, double Value)[] points = [.. all.SelectMany(static growth => growth.Points)];
        int[] sizes = [.. points.Select(static point => point.Programs).Distinct().Order()];
        double low = Math.Floor(Math.Log10(points.Min(static point => point.Value))), high = Math.Ceiling(Math.Log10(points.Max(static point => point.Value)));
        double X(double programs) => Left + Math.Log(programs / sizes[0]) / Math.Log((double)sizes[^1] / sizes[0]) * (Width - Left - Right);
        double Y(double value) => LegendTop - 60 - (Math.Log10(value) - low) / (high - low) * (LegendTop - 60 - Top);

        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">");
        svg.AppendLine("<title>How minosd grows with the number of programs</title>");
        svg.AppendLine("<style>text{fill:#333}.grid{stroke:#8884}.linear{stroke:#8888}@media(prefers-color-scheme:dark){text{fill:#ddd}}</style>");
        for (double power = low; power <= high; power++)
        {
            double y = Y(Math.Pow(10, power));
            svg.AppendLine(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {y:0.#}H{Width - Right}\"/><text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Math.Pow(10, power):#,0.###}</text>");
        }

        foreach (int size in sizes)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{X(size):0.#} {Top}V{LegendTop - 60}\"/><text x=\"{X(size):0.#}\" y=\"{LegendTop - 40}\" text-anchor=\"middle\">{size:#,0}</text>");
        }

        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{(Width + Left - Right) / 2}\" y=\"{LegendTop - 20}\" text-anchor=\"middle\">programs</text>");
        foreach ((int index, Growth growth) in all.Index())
        {
            string stroke = $"stroke=\"{s_colours[index % s_colours.Length]}\" stroke-dasharray=\"{s_dashes[index % s_dashes.Length]}\" stroke-width=\"2.5\" fill=\"none\"";
            string line = string.Join(" ", growth.Points.Select(point => FormattableString.Invariant($"{X(point.Programs):0.#},{Y(point.Value):0.#}")));
            int x = Left + index % 2 * (Width - Left) / 2, y = LegendTop + 10 + index / 2 * 22;
            svg.AppendLine($"<polyline points=\"{line}\" {stroke}/>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{x} {y - 4}h34\" {stroke}/><text x=\"{x + 42}\" y=\"{y}\">{growth.Name}: n^{growth.LastExponent:0.00}</text>");
        }

        // The guide for the eye: ten times the programs, or as many as there are, and as many times the figure.
        double times = Math.Min(10, Math.Min((double)sizes[^1] / sizes[0], Math.Pow(10, high - low)));
        (double across, double up) = (X(sizes[0] * times) - Left, Y(1) - Y(times));
        svg.AppendLine(CultureInfo.InvariantCulture, $"<path class=\"linear\" fill=\"none\" stroke-dasharray=\"3 3\" d=\"M{Left} {Top + up:0.#}l{across:0.#} {-up:0.#}\"/><text x=\"{Left + across + 6:0.#}\" y=\"{Top + 12}\">linear</text>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Height - 14}\">n^e: the exponent between the last two sizes of a line</text>");
        return svg.AppendLine("</svg>").ToString();
    }
}
