using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Faults;

/// <summary>A disk for pid file and journal that has little room.</summary>
public class JournalDiskTests
{
    [SkippableFact]
    public async Task Without_room_for_the_reserve_a_killed_daemons_programs_are_found_again()
    {
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\nstdout_logfile=NONE\nstderr_logfile=NONE\n");
        string disk = Directory.CreateDirectory(minosd["disk"]).FullName;
        string text = await File.ReadAllTextAsync(minosd.ConfigurationFile);
        await File.WriteAllTextAsync(minosd.ConfigurationFile, text.Replace("%(here)s/main.pid", "%(here)s/disk/main.pid", StringComparison.Ordinal));
        _ = File.CreateSymbolicLink(minosd["main.pid"], Path.Combine(disk, "main.pid"));
        Finished mounted = await Commands.RunAsync(Requires.Program("mount"), "-t", "tmpfs", "-o", "size=128k", "none", disk);
        Requires.That(mounted.Status == 0, "mounting a small tmpfs needs root");
        try
        {
            minosd.Start();
            await minosd.UntilUpAsync();
            await minosd.UntilStateAsync("p", "RUNNING");
            int pid = await minosd.PidOfAsync("p");
            for (int life = 0; life < 2; life++)
            {
                await minosd.ReplaceAsync();
                Assert.Equal(pid, await minosd.PidOfAsync("p"));
            }

            Assert.True((await minosd.InfoAsync("p"))["resumed"].AsBoolean());
            Assert.DoesNotContain("cannot write the journal", minosd.MainLog, StringComparison.Ordinal);
            _ = await minosd.CallAsync("shutdown");
            Assert.Equal(0, await minosd.EndAsync());
            Assert.False(Commands.IsAlive(pid));
        }
        finally
        {
            await Commands.RunAsync("umount", "-l", disk);
        }
    }
}
