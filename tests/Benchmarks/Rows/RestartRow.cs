using System.Diagnostics;
using System.Globalization;
using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>From SIGKILL to a program to the first thing that its successor does.</summary>
internal sealed class RestartRow : Row
{
    internal override string Name => "restart";

    internal override string Title => "kill -9 of a program to its successor's main(), ms";

    internal override Goal Goal => new(AtMost: 3);

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        string folder = bench.NewFolder(), born = Path.Combine(folder, "born");
        await using IRunningSubject running = await subject.StartAsync(new Workload($"{bench.Program("born")} {born}", 1), folder);
        return await KillAgainAndAgainAsync(born, bench.Size(10, 3));
    }

    internal override async Task<double?> MeasureFloorAsync(Bench bench)
    {
        string born = Path.Combine(bench.NewFolder(), "born");
        using Process respawner = Process.Start(bench.Program("floor"), ["respawn", born, bench.Program("born")]);
        double milliseconds = await KillAgainAndAgainAsync(born, bench.Size(10, 3));
        // First the one that would start it again.
        respawner.Kill();
        await respawner.WaitForExitAsync();
        string last = (await File.ReadAllTextAsync(born)).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Tools.Kill(int.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture));
        return milliseconds;
    }

    private static async Task<double> KillAgainAndAgainAsync(string born, int times)
    {
        var milliseconds = new List<double>();
        (int pid, _) = await ReadAsync(born, 1);
        for (int i = 2; i < times + 2; i++)
        {
            // A program that has stayed up: one that ends within a second again and again is held back, for the sake of the machine.
            await Task.Delay(1100);
            long begin = Clock.Nanoseconds;
            Tools.Kill(pid);
            (pid, long nanoseconds) = await ReadAsync(born, i);
            milliseconds.Add((nanoseconds - begin) / 1e6);
        }

        return Statistics.Median(milliseconds);
    }

    // The line with that number, of the file that the programs write.
    private static async Task<(int Pid, long Nanoseconds)> ReadAsync(string file, int number)
    {
        string[] lines = [];
        await Waiting.UntilAsync(
            async () =>
            {
                lines = File.Exists(file) ? (await File.ReadAllTextAsync(file)).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
                return lines.Length >= number;
            },
            "the successor starts", TimeSpan.FromMilliseconds(5));
        string[] words = lines[number - 1].Split(' ');
        return (int.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
