using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Faults;

/// <summary>Disks that are full, under a daemon with real programs.</summary>
public class DiskTests
{
    [SkippableFact]
    public async Task A_full_disk_under_logs_stops_no_program_and_the_gap_is_marked()
    {
        await using var minosd = new Minosd("""
            [program:plain]
            command=/bin/bash -c "for ((i=0;;i++)); do echo line $i; echo $i > plain.count; read -t 0.002; done"
            directory=%(here)s
            startsecs=0
            stdout_logfile=%(here)s/disk/plain.log
            stdout_logfile_maxbytes=0
            [program:filtered]
            command=/bin/bash -c "for ((i=0;;i++)); do echo line $i; echo $i > filtered.count; read -t 0.002; done"
            directory=%(here)s
            startsecs=0
            stdout_logfile=%(here)s/disk/filtered.log
            stdout_logfile_maxbytes=0
            stdout_events_enabled=true
            """);
        await using SmallDisk disk = await SmallDisk.MountAsync(minosd["disk"], "64k");
        minosd.Start();
        await minosd.UntilUpAsync();
        foreach (string name in (string[])["plain", "filtered"])
        {
            await minosd.UntilStateAsync(name, "RUNNING");
            await Commands.UntilAsync(() => new FileInfo(disk[name + ".log"]) is { Exists: true, Length: > 0 }, "it is logged");
        }

        disk.Fill();
        foreach (string name in (string[])["plain", "filtered"])
        {
            await minosd.UntilLoggedAsync($"{disk[name + ".log"]}");
            long full = Count(minosd, name);

            // 2000 lines are more than a pipe and what is left of the log's last page hold.
            await Commands.UntilAsync(() => Count(minosd, name) > full + 2000, $"{name} is not held up");
            Assert.Equal("RUNNING", (await minosd.InfoAsync(name))["statename"].AsString());
        }

        disk.Empty();
        foreach (string name in (string[])["plain", "filtered"])
        {
            string[] lines = [];
            await Commands.UntilAsync(
                () =>
                {
                    lines = File.ReadAllLines(disk[name + ".log"]);
                    return Array.FindIndex(lines, static l => l.Contains("bytes of output lost: No space left on device", StringComparison.Ordinal)) is >= 0 and int mark && lines.Length > mark + 3;
                },
                "the gap is marked, and it goes on");
            Assert.Single(minosd.MainLog.Split('\n'), l => l.Contains("WARN", StringComparison.Ordinal) && l.Contains(disk[name + ".log"], StringComparison.Ordinal));
        }
    }

    [SkippableFact]
    public async Task A_full_disk_under_the_journal_is_told_and_made_up_for()
    {
        await using var minosd = new Minosd("""
            [program:early]
            command=/bin/sleep 1000
            startsecs=0
            stdout_logfile=NONE
            stderr_logfile=NONE
            [program:late]
            command=/bin/sleep 1000
            startsecs=0
            autostart=false
            stdout_logfile=NONE
            stderr_logfile=NONE
            """);
        await using SmallDisk disk = await SmallDisk.MountAsync(minosd["disk"], "64k");
        string text = await File.ReadAllTextAsync(minosd.ConfigurationFile);
        await File.WriteAllTextAsync(minosd.ConfigurationFile, text.Replace("%(here)s/main.pid", "%(here)s/disk/main.pid", StringComparison.Ordinal));
        _ = File.CreateSymbolicLink(minosd["main.pid"], disk["main.pid"]);
        disk.Fill();
        minosd.Start();
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("early", "RUNNING");
        _ = await minosd.CallAsync("startProcess", "late");
        Assert.Single(minosd.MainLog.Split('\n'), static l => l.Contains("cannot write the journal", StringComparison.Ordinal));

        disk.Empty();
        int[] pids = [await minosd.PidOfAsync("early"), await minosd.PidOfAsync("late")];
        await Commands.UntilAsync(() => new FileInfo(disk["main.journal"]) is { Exists: true, Length: > 0 }, "it is written");

        // The pid file could not be written and is not tried again, so the daemon is known from its children.
        int daemon = int.Parse((await File.ReadAllTextAsync($"/proc/{pids[0]}/stat")).Split(' ')[3]);
        Commands.Signal(daemon, "KILL");
        await Commands.UntilAsync(() => !Commands.IsAlive(daemon), "the daemon is dead");
        minosd.Start();
        await minosd.UntilUpAsync();
        Assert.Equal((pids[0], pids[1]), (await minosd.PidOfAsync("early"), await minosd.PidOfAsync("late")));
        _ = await minosd.CallAsync("shutdown");
        Assert.Equal(0, await minosd.EndAsync());
    }

    private static long Count(Minosd minosd, string name) =>
        long.TryParse(File.ReadAllText(minosd[name + ".count"]), out long count) ? count : 0;
}
