using System.Text.Json;
using Minos.Benchmarks;
using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Reporting;
using Minos.Benchmarks.Rows;
using Minos.Benchmarks.Subjects;
using Minos.Tests;

BenchmarkOptions options;
try
{
    options = BenchmarkOptions.Parse(args);
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync($"{wrong.Message}\n\n{BenchmarkOptions.Usage}");
    return 2;
}

string output = Repository.Path("out/benchmarks"), work = Directory.CreateTempSubdirectory("minos-benchmarks").FullName;
string[] candidates = [Environment.GetEnvironmentVariable("MINOSD_BINARY") ?? "", .. Glob("out", "linux-*")];
string? minosd = Array.Find(candidates, File.Exists);
if (minosd is null)
{
    await Console.Error.WriteLineAsync("There is no native minosd. Make it: dotnet build Minos.Daemon -t:PublishNative");
    return 2;
}

var subjects = new List<ISubject> { new SupervisorSubject("minosd", minosd, isFrugal: options.Growth) };
if (!options.Without.Contains("supervisord") && Repository.FindOnPath("supervisord") is { } supervisord)
{
    subjects.Add(new SupervisorSubject("supervisord", supervisord));
}

if (!options.Without.Contains("pm2") && await Pm2Subject.InstallAsync(Path.Combine(output, "pm2")) is { } pm2)
{
    subjects.Add(pm2);
}

Tools.AllowDescriptors(65536);
try
{
    var bench = new Bench(work, await Tools.CompileAsync(Path.Combine(output, "programs")), options.Quick);
    return options.Growth ? await DrawGrowthAsync(bench) : await MeasureAsync(bench);
}
finally
{
    Directory.Delete(work, recursive: true);
}

async Task<int> MeasureAsync(Bench bench)
{
    var run = new Run(bench, subjects, options.Rounds);
    Comparison? comparison = options.Compare is { } stored ? Comparison.With(stored) : null;
    var figures = new List<Figure>();
    var worse = new List<string>();
    foreach (Row row in AllRows.Rows.Where(IsWanted))
    {
        await Console.Error.WriteLineAsync(row.Title);
        figures.Add(await run.MeasureAsync(row));
        if (comparison is not null && await comparison.FindWorseAsync(figures[^1], () => run.MeasureAsync(row)) is { } line)
        {
            worse.Add(line);
        }
    }

    Console.Write(Table.Of(figures, [.. subjects.Select(subject => subject.Name)]));
    string json = options.Json ?? Path.Combine(output, "figures.json");
    await File.WriteAllTextAsync(json, JsonSerializer.Serialize(figures, FigureJson.Default.IReadOnlyListFigure));
    Console.WriteLine($"\n{options.Rounds} round{(options.Rounds == 1 ? "" : "s")}, medians; also in {json}{(options.Quick ? ". Quick sizes: no figures" : "")}");
    foreach (string line in worse)
    {
        Console.WriteLine($"worse: {line}");
    }

    return worse.Count > 0 ? 1 : 0;
}

async Task<int> DrawGrowthAsync(Bench bench)
{
    var run = new Run(bench, [subjects[0]], options.Rounds, withFloors: false);
    var points = new Dictionary<string, List<(int, double)>>();
    foreach (int count in options.Quick ? (int[])[2, 4, 8] : [10, 100, 1000, 5000])
    {
        foreach ((string name, Row row) in AllRows.AtSize(count).Where(growing => IsWanted(growing.Row)))
        {
            Figure figure = await run.MeasureAsync(row);
            double value = figure.Medians["minosd"];
            points.TryAdd(name, []);
            // A processor time may be too small to be seen, and has no logarithm then.
            points[name].Add((count, Math.Max(0.01, row.LargerIsBetter ? 1000 / value : value)));
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"{row.Title}: {value:0.00}"));
        }
    }

    Growth[] all = [.. points.Select(static pair => new Growth(pair.Key, pair.Value))];
    string plot = options.Quick ? Path.Combine(output, "growth.svg") : Repository.Path("docs/design/growth.svg");
    await File.WriteAllTextAsync(plot, GrowthPlot.Draw(all));
    Console.WriteLine($"{Growth.Table(all)}\n\n{plot}");
    return all.Any(static growth => growth.IsWorseThanLinear) && !options.Quick ? 1 : 0;
}

bool IsWanted(Row row) => options.Rows.Count == 0 || options.Rows.Any(name => row.Name.StartsWith(name, StringComparison.Ordinal));

static IEnumerable<string> Glob(string folder, string pattern) =>
    Directory.Exists(Repository.Path(folder))
        ? Directory.GetDirectories(Repository.Path(folder), pattern).Select(found => Path.Combine(found, "minosd"))
        : [];
