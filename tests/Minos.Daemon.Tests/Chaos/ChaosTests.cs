using Minos.Daemon.Tests.EndToEnd;
using Minos.Daemon.Tests.Upgrades;
using Minos.Tests;
using Xunit.Abstractions;

namespace Minos.Daemon.Tests.Chaos;

/// <summary>A daemon that is killed, or replaced, at random moments while its programs log numbered lines and some of them crash on purpose.</summary>
/// <remarks>MINOS_TEST_CHAOS=1 runs the short form: minutes on a small machine. MINOS_TEST_LONG=1: 50 programs at 10,000 lines a second in all, killed 100 times and replaced 20 times. MINOS_TEST_SEED draws other moments.</remarks>
public class ChaosTests(ITestOutputHelper output)
{
    private static readonly bool s_isLong = Environment.GetEnvironmentVariable("MINOS_TEST_LONG") == "1";
    private readonly Random _random = new(int.TryParse(Environment.GetEnvironmentVariable("MINOS_TEST_SEED"), out int seed) ? seed : 7);

    private static int Quiet => s_isLong ? 40 : 12;

    private static int Crashing => s_isLong ? 10 : 5;

    private static int LinesPerSecond => s_isLong ? 200 : 20;

    [SkippableFact]
    public async Task Killed_at_random_moments()
    {
        SkipUnlessAsked();
        await using Minosd minosd = await StartAsync();
        for (int kills = s_isLong ? 100 : 10; kills > 0; kills--)
        {
            int daemon = minosd.Pid;
            await WaitAsync(minosd);
            Commands.Signal(daemon, "KILL");
            await Commands.UntilAsync(() => minosd.TryPid is { } pid && pid != daemon, "another daemon has come");
            await minosd.UntilUpAsync();
        }

        await StopAsync(minosd);
        Judge(minosd, mayEndUnseen: true);
    }

    [SkippableFact]
    public async Task Replaced_at_random_moments()
    {
        SkipUnlessAsked();
        string supervisorctl = Requires.Program("supervisorctl");
        await using Minosd minosd = await StartAsync();
        int daemon = minosd.Pid;
        using var followers = new LogFollowers(Commands.Start(supervisorctl, "-c", minosd.ConfigurationFile, "tail", "-f", "quiet:quiet_00"));
        await followers.UntilAllHaveMoreAsync();
        for (int upgrades = s_isLong ? 20 : 3; upgrades > 0; upgrades--)
        {
            await WaitAsync(minosd);
            Finished finished = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade");
            Assert.StartsWith("upgraded: ", finished.Output, StringComparison.Ordinal);
            Assert.Equal(daemon, minosd.Pid);
        }

        await followers.UntilAllHaveMoreAsync();
        followers.AssertComplete(prefix: "", atLeast: 20);
        await StopAsync(minosd);
        Judge(minosd, mayEndUnseen: false);
    }

    private void Judge(Minosd minosd, bool mayEndUnseen)
    {
        List<ProgramRecord> records = [.. Records(minosd)];
        records.ForEach(record => record.AssertComplete(mayEndUnseen));
        output.WriteLine($"{records.Count} programs, {records.Sum(static r => r.Counts.Lines)} lines, {records.Sum(static r => r.Counts.Crashes)} crashes: nothing lost, nothing doubled");
    }

    private static void SkipUnlessAsked() =>
        Skip.IfNot(s_isLong || Environment.GetEnvironmentVariable("MINOS_TEST_CHAOS") == "1", "MINOS_TEST_CHAOS=1, or MINOS_TEST_LONG=1 for the long form");

    private static async Task<Minosd> StartAsync()
    {
        string python = Requires.Program("python3");
        string Section(string name, int count, int crash) => $"""
            [program:{name}]
            command={python} %(here)s/chatter {LinesPerSecond} {crash} %(here)s/%(program_name)s_%(process_num)02d
            process_name=%(program_name)s_%(process_num)02d
            numprocs={count}
            startsecs=0
            autorestart=true
            stopwaitsecs=60
            stdout_logfile=%(here)s/%(program_name)s_%(process_num)02d.log
            stdout_logfile_maxbytes=0

            """;
        var minosd = new Minosd(Section("quiet", Quiet, 0) + Section("crashing", Crashing, LinesPerSecond), "minprocs=1");
        await File.WriteAllTextAsync(minosd["chatter"], ProgramRecord.Script);
        Assert.Equal(0, (await minosd.RunInBackgroundAsync()).Status);
        await minosd.UntilStateAsync($"quiet:quiet_{Quiet - 1:00}", "RUNNING");
        return minosd;
    }

    /// <summary>A random moment; and something has been logged since the last.</summary>
    private async Task WaitAsync(Minosd minosd)
    {
        long before = Length();
        await Task.Delay(_random.Next(300));
        await Commands.UntilAsync(() => Length() > before, "there is more in the log");
        long Length() => new FileInfo(minosd["quiet_00.log"]) is { Exists: true } file ? file.Length : 0;
    }

    private static async Task StopAsync(Minosd minosd)
    {
        int daemon = minosd.Pid;
        minosd.Signal("TERM");
        await Commands.UntilAsync(() => !Commands.IsAlive(daemon), "the daemon ends");
    }

    private static IEnumerable<ProgramRecord> Records(Minosd minosd)
    {
        string[] log = minosd.MainLog.Split('\n');
        return Enumerable.Range(0, Quiet).Select(i => $"quiet_{i:00}").Concat(Enumerable.Range(0, Crashing).Select(i => $"crashing_{i:00}"))
            .Select(name => new ProgramRecord(name, File.ReadAllLines(minosd[name + ".log"]), File.ReadAllLines(minosd[name]), log));
    }
}
