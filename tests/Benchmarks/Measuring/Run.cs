using Minos.Benchmarks.Reporting;
using Minos.Benchmarks.Rows;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Measuring;

/// <summary>Measures rows: in each round every subject once, one after another, so that all of them see the same machine.</summary>
internal sealed class Run(Bench bench, IReadOnlyList<ISubject> subjects, int rounds)
{
    internal async Task<Figure> MeasureAsync(Row row)
    {
        var values = new Dictionary<string, List<double>>();
        var floors = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            foreach (ISubject subject in subjects)
            {
                Add(values, subject.Name, await row.MeasureAsync(subject, bench));
            }

            if (await row.MeasureFloorAsync(bench) is { } floor)
            {
                floors.Add(floor);
            }
        }

        return ToFigure(row, values.ToDictionary(pair => pair.Key, pair => Statistics.Median(pair.Value)), floors);
    }

    private static void Add(Dictionary<string, List<double>> values, string subject, double? value)
    {
        if (value is { } number)
        {
            if (!values.TryGetValue(subject, out List<double>? list))
            {
                values[subject] = list = [];
            }

            list.Add(number);
        }
    }

    private static Figure ToFigure(Row row, Dictionary<string, double> medians, List<double> floors)
    {
        double? ours = medians.TryGetValue("minosd", out double minosd) ? minosd : null;
        double? theirs = medians.TryGetValue("supervisord", out double supervisord) ? supervisord : null;
        double? timesBetter = row.LargerIsBetter ? ours / theirs : theirs / ours;
        return new Figure(
            row.Name, row.Title, medians, floors.Count > 0 ? Statistics.Median(floors) : null, timesBetter,
            row.Goal?.ToString(), ours is { } figure ? row.Goal?.IsReached(figure, timesBetter) : null);
    }
}
