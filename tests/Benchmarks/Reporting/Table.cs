using System.Globalization;
using System.Text;

namespace Minos.Benchmarks.Reporting;

/// <summary>Figures as a Markdown table.</summary>
internal static class Table
{
    internal static string Of(IReadOnlyList<Figure> figures, IReadOnlyList<string> subjects)
    {
        var table = new StringBuilder();
        table.AppendLine($"| measure | {string.Join(" | ", subjects)} | machine alone | times better than supervisord | goal | reached |");
        table.AppendLine($"|---|{string.Concat(Enumerable.Repeat("---|", subjects.Count + 4))}");
        foreach (Figure figure in figures)
        {
            IEnumerable<string> medians = subjects.Select(subject => figure.Medians.TryGetValue(subject, out double median) ? Number(median) : "");
            if (figure.Missing is { } missing)
            {
                medians = subjects.Select((_, index) => index == 0 ? $"not measured: {missing}" : "");
            }

            string reached = figure.IsReached is { } yes ? (yes ? "yes" : "**no**") : "";
            table.AppendLine($"| {figure.Title} | {string.Join(" | ", medians)} | {Number(figure.Floor)} | {Number(figure.TimesBetter)} | {figure.Goal} | {reached} |");
        }

        return table.ToString();
    }

    private static string Number(double? value) => value is { } number
        ? number.ToString(number switch { >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture)
        : "";
}
