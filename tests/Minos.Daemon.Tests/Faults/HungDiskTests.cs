using System.Globalization;
using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Faults;

/// <summary>A disk that takes nothing and says nothing, under the log of one program.</summary>
public class HungDiskTests
{
    private const string Counter = "for ((i=0;;i++)); do echo line $i; echo $i > $0.count; read -t 0.005 word; done";

    [SkippableFact]
    public async Task A_hung_disk_under_a_log_keeps_nobody_from_being_served_and_loses_nothing()
    {
        await using var minosd = new Minosd($"""
            [program:hung]
            command=/bin/bash -c "{Counter}" hung
            directory=%(here)s
            startsecs=0
            stdout_logfile=%(here)s/disk/hung.log
            stdout_logfile_maxbytes=0
            [program:fine]
            command=/bin/bash -c "{Counter}" fine
            directory=%(here)s
            startsecs=0
            stdout_logfile=%(here)s/fine.log
            stdout_logfile_maxbytes=0
            [program:crashing]
            command=/bin/bash -c "echo $$ > crashing.pid; read word"
            directory=%(here)s
            startsecs=0
            autorestart=true
            """);
        await using FrozenDisk disk = await FrozenDisk.MountAsync(minosd["disk"]);
        minosd.Start();
        await minosd.UntilUpAsync();
        await Commands.UntilAsync(() => new FileInfo(disk["hung.log"]) is { Exists: true, Length: > 0 }, "it is logged");
        await Commands.UntilAsync(() => new FileInfo(minosd["fine.log"]) is { Exists: true, Length: > 0 }, "it is logged");
        await disk.FreezeAsync();
        long frozen = new FileInfo(disk["hung.log"]).Length;
        await Commands.UntilAsync(() => Count(minosd, "hung") > frozen / "line 1\n".Length, "it has written more than there was");

        // Calls are answered, programs are started and stopped by them, and what crashes is started again.
        Assert.Equal(3, (await minosd.CallAsync("getAllProcessInfo")).AsArray().Count);
        int crashed = await minosd.PidOfAsync("crashing");
        Commands.Kill(crashed);
        await Commands.UntilAsync(async () => await minosd.PidOfAsync("crashing") is var pid && pid != crashed && pid != 0, () => "it runs again");
        int fine = await minosd.PidOfAsync("fine");
        _ = await minosd.CallAsync("stopProcess", "fine");
        _ = await minosd.CallAsync("startProcess", "fine");
        Assert.NotEqual(fine, await minosd.PidOfAsync("fine"));
        Assert.Equal("RUNNING", (await minosd.InfoAsync("hung"))["statename"].AsString());

        // An upgrade has to know what is logged, and says that it cannot; afterwards everything is as it was.
        Finished refused = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade");
        Assert.Equal(1, refused.Status);
        Assert.Contains("a disk with logs takes nothing", refused.Output, StringComparison.Ordinal);
        Assert.Equal(3, (await minosd.CallAsync("getAllProcessInfo")).AsArray().Count);
        Assert.Equal(frozen, new FileInfo(disk["hung.log"]).Length);

        await disk.ThawAsync();
        long last = Count(minosd, "hung");
        string[] lines = [];
        await Commands.UntilAsync(
            () => (lines = File.ReadAllText(disk["hung.log"]).Split('\n')[..^1]).Length > last + 10 && Count(minosd, "hung") > last, "what has waited is logged");
        Assert.Equal(Enumerable.Range(0, lines.Length).Select(static i => $"line {i}"), lines);
        await minosd.UntilLoggedAsync("exited: crashing");
        Finished upgraded = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade");
        Assert.StartsWith("upgraded: ", upgraded.Output, StringComparison.Ordinal);

        // The other program has begun anew, once.
        string[] other = File.ReadAllText(minosd["fine.log"]).Split('\n')[..^1];
        int again = Array.LastIndexOf(other, "line 0");
        Assert.True(again > 0);
        Assert.Equal(Enumerable.Range(0, again).Select(static i => $"line {i}"), other[..again]);
        Assert.Equal(Enumerable.Range(0, other.Length - again).Select(static i => $"line {i}"), other[again..]);
    }

    private static long Count(Minosd minosd, string name) =>
        File.Exists(minosd[name + ".count"]) && long.TryParse(File.ReadAllText(minosd[name + ".count"]), CultureInfo.InvariantCulture, out long count) ? count : 0;
}
