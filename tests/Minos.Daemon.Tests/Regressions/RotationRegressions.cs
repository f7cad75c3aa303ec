using System.Globalization;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Daemon.Tests.Faults;

namespace Minos.Daemon.Tests.Regressions;

/// <summary>Mistakes with the size of logs: their rotation, files that two programs write, and disks that are full.</summary>
public class RotationRegressions
{
    // Lines of 2 to 60 bytes, so that no multiple of them is the limit.
    private const string Counter = "for ((i=0;i<1000;i++)); do printf '%%s %%d %%.*s.\\n' $NAME $i $((i%%50)) ..................................................; done; exec sleep 1000";

    [Theory]
    [InlineData("")]
    [InlineData("stdout_events_enabled=true")]
    public async Task S749_S751_rotation_cuts_no_line_and_loses_none(string filter)
    {
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:p]
            command=/bin/bash -c "{Counter}"
            environment=NAME=p
            startsecs=0
            stdout_logfile=%(here)s/p.log
            stdout_logfile_maxbytes=1KB
            stdout_logfile_backups=100
            {filter}
            """);
        await Commands.UntilAsync(() => Lines(minosd, "p.log").Length == 1000, "everything is logged");

        string[] files = Files(minosd, "p.log");
        Assert.InRange(files.Length, 30, 60);
        Assert.All(files.Where(static f => new FileInfo(f).Length > 0), static file => Assert.EndsWith(".\n", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 1000), Lines(minosd, "p.log").Select(Number));
    }

    [Fact]
    public async Task S702_two_programs_that_log_to_one_file_share_it_line_by_line()
    {
        string program = $"""
            command=/bin/bash -c "{Counter}"
            environment=NAME=%(program_name)s
            startsecs=0
            stdout_logfile=%(here)s/shared.log
            stdout_logfile_maxbytes=2KB
            stdout_logfile_backups=200
            """;
        await using Minosd minosd = await Minosd.StartAsync($"[program:a]\n{program}\n[program:b]\n{program}\nredirect_stderr=true\n");
        await Commands.UntilAsync(() => Lines(minosd, "shared.log").Length == 2000, "everything is logged");

        string[] lines = Lines(minosd, "shared.log");
        foreach (string name in (string[])["a", "b"])
        {
            Assert.Equal(Enumerable.Range(0, 1000), lines.Where(l => l.StartsWith(name + ' ', StringComparison.Ordinal)).Select(Number));
        }

        Assert.All(lines, static line => Assert.Matches(@"^[ab] \d+ \.+$", line));
    }

    [Fact]
    public async Task O308_without_backups_none_is_kept()
    {
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:p]
            command=/bin/bash -c "{Counter}"
            environment=NAME=p
            startsecs=0
            stdout_logfile=%(here)s/p.log
            stdout_logfile_maxbytes=1KB
            stdout_logfile_backups=0
            """);
        await Commands.UntilAsync(() => Lines(minosd, "p.log") is [.., var last] && Number(last) == 999, "the last line is logged");

        Assert.Equal([minosd["p.log"]], Files(minosd, "p.log"));
        Assert.InRange(new FileInfo(minosd["p.log"]).Length, 1, 1024 + 64);
    }

    [SkippableFact]
    public async Task PM4737_output_for_a_full_disk_is_not_kept_in_memory()
    {
        // 256 MiB of lines: twice what the daemon may grow by, which is room for a collector that is in no hurry.
        await using var minosd = new Minosd("""
            [program:p]
            command=/bin/sh -c "read go; yes 'a line of some length that is written again and again' | head -c 268435456; echo done > %(here)s/done; exec sleep 1000"
            startsecs=0
            stdout_logfile=%(here)s/disk/p.log
            stdout_logfile_maxbytes=0
            stdout_events_enabled=true
            """);
        await using SmallDisk disk = await SmallDisk.MountAsync(minosd["disk"], "64k");
        minosd.Start();
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
        disk.Fill();
        long before = Memory(minosd.Pid);
        await minosd.CallAsync("sendProcessStdin", "p", "go\n");
        await Commands.UntilAsync(() => File.Exists(minosd["done"]), "the program has written everything");

        Assert.InRange(Memory(minosd.Pid) - before, long.MinValue, 128 << 20);
        await minosd.UntilLoggedAsync(disk["p.log"]);
        disk.Empty();
        Assert.Equal("RUNNING", (await minosd.InfoAsync("p"))["statename"].AsString());
    }

    private static int Number(string line) => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The log's files, the oldest first.</summary>
    private static string[] Files(Minosd minosd, string name) =>
    [
        .. Directory.GetFiles(minosd.Root, name + "*").OrderByDescending(
            file => int.TryParse(Path.GetExtension(file).TrimStart('.'), CultureInfo.InvariantCulture, out int number) ? number : 0),
    ];

    // A rotation between two of the reads makes one more attempt necessary.
    private static string[] Lines(Minosd minosd, string name)
    {
        try
        {
            return [.. Files(minosd, name).SelectMany(File.ReadAllLines)];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    // The most that it has ever had.
    private static long Memory(int pid) => 1024 * Commands.StatusOf(pid, "VmHWM");
}
