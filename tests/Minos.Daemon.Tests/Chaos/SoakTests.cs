using System.Diagnostics;
using System.Globalization;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Daemon.Tests.Regressions;
using Minos.Tests;
using Xunit.Abstractions;

namespace Minos.Daemon.Tests.Chaos;

/// <summary>A daemon with many chatty programs, a listener and a poller, for long: what it holds at the end is what it held at the beginning.</summary>
/// <remarks>20 programs for 5 s; with MINOS_TEST_LONG=1, 500 programs for 30 minutes: memory at the end is within 10 % of that after 3 minutes.</remarks>
public class SoakTests(ITestOutputHelper output)
{
    private static readonly bool s_isLong = Environment.GetEnvironmentVariable("MINOS_TEST_LONG") == "1";
    private static readonly TimeSpan s_settled = s_isLong ? TimeSpan.FromMinutes(3) : TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_end = s_isLong ? TimeSpan.FromMinutes(30) : TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_report = s_isLong ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(s_isLong ? 1 : 0.1);

    // A few seconds tell nothing about growth, but that there is no flood.
    private static readonly double s_allowedGrowth = s_isLong ? 1.1 : 2;

    private static int Plain => s_isLong ? 400 : 12;

    private static int Filtered => s_isLong ? 50 : 4;

    private static int Ending => s_isLong ? 50 : 4;

    private const string Chatter = """
        n=0
        for ((tick = $1 + ($1 ? RANDOM % $1 : 1); tick != 0; tick -= ($1 ? 1 : 0))); do
            echo "$n a line of a chatty program, as long as lines of logs are"; n=$((n + 1))
            echo "$n a line of a chatty program, as long as lines of logs are"; n=$((n + 1))
            read -r -t 0.5 _
        done
        exit 3
        """;

    private const string Listener = """
        import sys
        while True:
            sys.stdout.write("READY\n"); sys.stdout.flush()
            header = sys.stdin.readline()
            sys.stdin.read(int(header.split("len:")[1]))
            sys.stderr.write(header.split("eventname:")[1].split()[0] + "\n"); sys.stderr.flush()
            sys.stdout.write("RESULT 2\nOK"); sys.stdout.flush()
        """;

    [SkippableFact]
    public async Task Memory_and_descriptors_stay_what_they_are()
    {
        string python = Requires.Program("python3");
        await using var minosd = new Minosd(
            Programs("plain", Plain, 0)
            + Programs("filtered", Filtered, 0, "stdout_events_enabled=true")
            + Programs("ending", Ending, s_isLong ? 40 : 2)
            + $"""
            [eventlistener:probe]
            command={python} %(here)s/listener
            events=PROCESS_STATE,PROCESS_LOG,TICK
            buffer_size=1000
            stderr_logfile=%(here)s/events.log
            stderr_logfile_maxbytes=1MB
            stderr_logfile_backups=1

            """);
        await File.WriteAllTextAsync(minosd["chatter"], Chatter);
        await File.WriteAllTextAsync(minosd["listener"], Listener);
        minosd.Start();
        await minosd.UntilUpAsync();
        foreach (string last in new[] { Name("plain", Plain - 1), Name("filtered", Filtered - 1), "probe" })
        {
            await minosd.UntilStateAsync(last, "RUNNING");
        }

        long begin = Stopwatch.GetTimestamp();
        long memory = await PollAsync(minosd, begin, s_settled);
        int descriptors = await SettleAsync(minosd, descriptors: null);
        long memoryAtEnd = await PollAsync(minosd, begin, s_end);
        _ = await SettleAsync(minosd, descriptors);

        minosd.Signal("TERM");
        Assert.Equal(0, await minosd.EndAsync());
        (long lines, long rotated) = AssertLines(minosd);
        long events = new[] { "events.log", "events.log.1" }.Where(f => File.Exists(minosd[f])).Sum(f => File.ReadLines(minosd[f]).LongCount());
        output.WriteLine($"{Plain + Filtered + Ending} programs, {s_end}: {memory} KiB after {s_settled}, {memoryAtEnd} KiB at the end ({100.0 * memoryAtEnd / memory - 100:+0.0;-0.0} %); "
            + $"{descriptors} descriptors both times; {lines} lines of the programs that run on, {rotated} of their logs rotated; {events} events or more");
        Assert.True(rotated > 0 && events > 0);
        Assert.True(memoryAtEnd <= memory * s_allowedGrowth, $"from {memory} KiB to {memoryAtEnd} KiB");
    }

    private static string Programs(string name, int count, int ticks, string keys = "") => $"""
        [program:{name}]
        command=/bin/bash %(here)s/chatter {ticks}
        process_name=%(program_name)s_%(process_num)03d
        numprocs={count}
        startsecs=0
        stdout_logfile=%(here)s/%(program_name)s_%(process_num)03d.log
        stdout_logfile_maxbytes={(s_isLong ? "20KB" : "500")}
        stdout_logfile_backups=2
        stderr_logfile=NONE
        autorestart=true
        {keys}

        """;

    private static string Name(string group, int number) => $"{group}:{group}_{number:000}";

    /// <summary>Asks for every process until a time has passed, and prints what the daemon holds.</summary>
    /// <returns>The median of its memory in the last minute (10 times that it was asked in the short form): a single look depends on when there was a garbage collection last.</returns>
    private async Task<long> PollAsync(Minosd minosd, long begin, TimeSpan end)
    {
        TimeSpan reported = Stopwatch.GetElapsedTime(begin);
        var memory = new List<long>();
        while (Stopwatch.GetElapsedTime(begin) is var now && now < end)
        {
            Assert.Equal(Plain + Filtered + Ending + 1, (await minosd.CallAsync("getAllProcessInfo")).AsArray().Count);
            memory.Add(Commands.StatusOf(minosd.Pid, "VmRSS"));
            if (now - reported >= s_report)
            {
                reported = now;
                Report(now.ToString(@"mm\:ss", CultureInfo.InvariantCulture), minosd);
            }

            await Task.Delay(s_poll);
        }

        long[] last = [.. memory.TakeLast(s_isLong ? 60 : 10).Order()];
        return last[last.Length / 2];
    }

    private void Report(string when, Minosd minosd)
    {
        string line = $"{when}  RSS {Commands.StatusOf(minosd.Pid, "VmRSS")} KiB, {Commands.StatusOf(minosd.Pid, "RssAnon")} of its own; {DaemonUsage.OpenFiles(minosd.Pid)} descriptors";
        output.WriteLine(line);
        // Half an hour is long: whoever runs it sees how it goes.
        Console.WriteLine($"soak {line}");
    }

    /// <summary>Counts while those that end are stopped, as each of them has descriptors only while it runs.</summary>
    /// <param name="minosd">The daemon.</param>
    /// <param name="descriptors">What it has to come to; null for whatever it stays at.</param>
    private async Task<int> SettleAsync(Minosd minosd, int? descriptors)
    {
        _ = await minosd.CallAsync("stopProcessGroup", "ending");
        int seen = 0, same = 0;
        await Commands.UntilAsync(
            () =>
            {
                int now = DaemonUsage.OpenFiles(minosd.Pid);
                same = now == seen ? same + 1 : 0;
                seen = now;
                return Task.FromResult(same >= 50 && now == (descriptors ?? now));
            },
            () => $"{seen} descriptors, not {descriptors}: {Open(minosd.Pid)}");
        Report("settled", minosd);
        _ = await minosd.CallAsync("startProcessGroup", "ending");
        return seen;
    }

    /// <summary>What is left of the logs of those that run on is numbered without a gap.</summary>
    private static (long Lines, long Rotated) AssertLines(Minosd minosd)
    {
        long lines = 0, rotated = 0;
        foreach (string name in Enumerable.Range(0, Plain).Select(static i => $"plain_{i:000}").Concat(Enumerable.Range(0, Filtered).Select(static i => $"filtered_{i:000}")))
        {
            string[] files = [.. new[] { ".log.2", ".log.1", ".log" }.Select(suffix => minosd[name + suffix]).Where(File.Exists)];
            List<long> numbers = [.. files.SelectMany(File.ReadLines).Select(static l => long.TryParse(l.Split(' ')[0], CultureInfo.InvariantCulture, out long n) ? n : -1)];
            Assert.NotEmpty(numbers);
            Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.True(pair.Second == pair.First + 1, $"{name}: {pair.Second} after {pair.First}"));
            lines += numbers[^1] + 1;
            rotated += files.Length - 1;
        }

        return (lines, rotated);
    }

    private static string Open(int pid) => string.Join(' ', Directory.GetFileSystemEntries($"/proc/{pid}/fd")
        .Select(static f => new FileInfo(f).LinkTarget ?? "?").GroupBy(static t => t.Split(':')[0]).OrderByDescending(static g => g.Count())
        .Take(20).Select(static g => $"{g.Count()}x{g.Key}"));
}
