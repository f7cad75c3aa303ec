using System.Globalization;
using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>The daemon as PID 1, as in a container (man 7 pid_namespaces): everybody's orphans are its children.</summary>
public class FirstProcessTests
{
    [SkippableFact]
    public async Task It_reaps_orphans_knows_every_exit_status_and_ends_in_order()
    {
        string unshare = Requires.Program("unshare");
        Requires.That(Environment.UserName == "root", "a namespace of process ids needs root");

        // The parent of five that outlive it; and thirty with a status each, which end while the orphans do.
        await using var minosd = new Minosd("""
            [program:parent]
            command=/bin/bash -c "for i in 1 2 3 4 5; do (until [ -e go ]; do read -t 0.02; done; exit $i) & done; exit 3"
            directory=%(here)s
            startsecs=0
            autorestart=false
            [program:code]
            command=/bin/bash -c "until [ -e go ]; do read -t 0.02; done; exit %(process_num)d"
            process_name=%(program_name)s_%(process_num)d
            numprocs=30
            directory=%(here)s
            startsecs=0
            autorestart=false
            [program:stays]
            command=/bin/sleep 1000
            startsecs=0
            """);
        minosd.Start(unshare, "-pf", "--mount-proc", "--kill-child=KILL");
        await minosd.UntilUpAsync();
        int daemon = DaemonOf(minosd);
        using var last = new Killed(daemon);
        Assert.Equal("1", (await File.ReadAllLinesAsync($"/proc/{daemon}/status")).Single(static l => l.StartsWith("NSpid:", StringComparison.Ordinal)).Split('\t')[^1]);
        await minosd.UntilStateAsync("parent", "EXITED");
        Assert.Equal(3, (await minosd.InfoAsync("parent"))["exitstatus"].AsInteger());
        await Commands.UntilAsync(() => ChildrenOf(daemon).Length == 5 + 30 + 1, "the orphans are its children");
        await File.WriteAllTextAsync(minosd["go"], "");
        for (int code = 0; code < 30; code++)
        {
            string name = $"code:code_{code}";
            await minosd.UntilStateAsync(name, "EXITED");
            Assert.Equal(code, (await minosd.InfoAsync(name))["exitstatus"].AsInteger());
        }

        await Commands.UntilAsync(() => ChildrenOf(daemon).Length == 1, "no zombie is left");
        Commands.Signal(daemon, "TERM");
        Assert.Equal(0, await minosd.EndAsync());
        await minosd.UntilLoggedAsync("stopped: stays (terminated by SIGTERM)");
    }

    [SkippableFact]
    public async Task An_upgrade_and_a_signal_that_nobody_catches_do_not_end_it()
    {
        string unshare = Requires.Program("unshare");
        Requires.That(Environment.UserName == "root", "a namespace of process ids needs root");
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n");
        minosd.Start(unshare, "-pf", "--mount-proc", "--kill-child=KILL");
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
        int daemon = DaemonOf(minosd);
        using var last = new Killed(daemon);
        int pid = await minosd.PidOfAsync("p");
        Commands.Signal(daemon, "USR1");
        Finished finished = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade");
        Assert.StartsWith("upgraded: ", finished.Output, StringComparison.Ordinal);
        Assert.Equal(pid, await minosd.PidOfAsync("p"));
        Assert.True(Commands.IsAlive(daemon));
        _ = await minosd.CallAsync("shutdown");
        Assert.Equal(0, await minosd.EndAsync());
    }

    /// <summary>unshare does not hand TERM on, so whatever a test has left is ended here.</summary>
    private sealed class Killed(int pid) : IDisposable
    {
        public void Dispose()
        {
            if (Commands.IsAlive(pid))
            {
                Commands.Signal(pid, "KILL");
            }
        }
    }

    private static int DaemonOf(Minosd minosd) => Assert.Single(ChildrenOf(minosd.ProcessId));

    /// <summary>Its children, zombies too.</summary>
    private static int[] ChildrenOf(int pid) =>
    [
        .. Directory.GetDirectories($"/proc/{pid}/task")
            .SelectMany(static task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static child => int.Parse(child, CultureInfo.InvariantCulture)),
    ];
}
