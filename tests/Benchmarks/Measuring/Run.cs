using Minos.Benchmarks.Reporting;
using Minos.Benchmarks.Rows;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Measuring;

/// <summary>Measures rows: in each round every subject once, one after another, so that all of them see the same machine.</summary>
/// <param name="bench">Sizes, folders and the compiled programs.</param>
/// <param name="subjects">The supervisors.</param>
/// <param name="rounds">How often.</param>
/// <param name="withFloors">Whether the machine alone is measured, too.</param>
internal sealed class Run(Bench bench, IReadOnlyList<ISubject> subjects, int rounds, bool withFloors = true)
{
    internal async Task<Figure> MeasureAsync(Row row)
    {
        var measured = new List<Round>();
        for (int round = 0; round < rounds && row.Missing is null; round++)
        {
            var values = new Dictionary<string, double>();
            foreach (ISubject subject in subjects)
            {
                if (await row.MeasureAsync(subject, bench) is { } value)
                {
                    values[subject.Name] = value;
                }
            }

            measured.Add(new Round(values, withFloors ? await row.MeasureFloorAsync(bench) : null));
        }

        return Figure.Of(row, measured);
    }
}
