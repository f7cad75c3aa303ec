using System.Globalization;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Faults;

/// <summary>A kernel that gives no more descriptors or processes.</summary>
public class KernelLimitTests
{
    private const string Many = """
        [program:many]
        command=/bin/sleep 1000
        process_name=%(program_name)s_%(process_num)02d
        numprocs=60
        startsecs=0
        startretries=0
        autostart=false
        stdout_logfile=NONE
        stderr_logfile=NONE
        """;

    [SkippableFact]
    public async Task Without_descriptors_starts_fail_with_their_reason_and_what_runs_is_served()
    {
        string prlimit = Requires.Program("prlimit");
        await using var minosd = new Minosd(Many, "minfds=64\n");
        minosd.Start(prlimit, "--nofile=256:256");
        await minosd.UntilUpAsync();
        int open = Directory.GetFileSystemEntries($"/proc/{minosd.Pid}/fd").Length;

        // Room for a few programs; each needs four of the daemon's.
        Finished limited = await Commands.RunAsync(prlimit, "--pid", minosd.Pid.ToString(CultureInfo.InvariantCulture), $"--nofile={open + 40}:{open + 40}");
        Assert.Equal(0, limited.Status);
        _ = await CallUntilAnsweredAsync(minosd, "startProcessGroup", "many");
        RpcStruct[] all = await AllAsync(minosd);
        RpcStruct[] failed = [.. all.Where(static p => p["statename"].AsString() == "FATAL")];
        RpcStruct[] running = [.. all.Where(static p => p["statename"].AsString() == "RUNNING")];
        Assert.NotEmpty(failed);
        Assert.NotEmpty(running);
        Assert.Equal(60, failed.Length + running.Length);
        Assert.All(failed, static p => Assert.Contains("too many open files", p["spawnerr"].AsString(), StringComparison.OrdinalIgnoreCase));

        _ = await CallUntilAnsweredAsync(minosd, "stopProcess", $"many:{running[0]["name"].AsString()}");
        _ = await CallUntilAnsweredAsync(minosd, "startProcess", $"many:{failed[0]["name"].AsString()}");
        await Commands.UntilAsync(
            async () => (await AllAsync(minosd)).Single(p => p["name"].AsString() == failed[0]["name"].AsString())["statename"].AsString() == "RUNNING",
            () => "another has its place");
    }

    [SkippableTheory]
    [InlineData("256:256", 256)]
    [InlineData("256:8192", 4096)]
    [InlineData("8192:8192", 4096)]
    public async Task The_table_of_descriptors_has_room_before_the_programs_start(string limit, int entries)
    {
        string prlimit = Requires.Program("prlimit");
        await using var minosd = new Minosd(Many.Replace("numprocs=60", "numprocs=500", StringComparison.Ordinal), "minfds=64\n");
        minosd.Start(prlimit, $"--nofile={limit}");
        await minosd.UntilUpAsync();

        // Else each table that is too small holds up a start, when the programs' descriptors no longer fit.
        await Commands.UntilAsync(() => Commands.StatusOf(minosd.Pid, "FDSize") >= entries, $"room for {entries}");
    }

    [SkippableFact]
    public async Task Without_processes_starts_fail_with_their_reason_and_succeed_later_and_the_daemon_ends_when_it_is_told_to()
    {
        string prlimit = Requires.Program("prlimit");
        string setpriv = Requires.Program("setpriv");
        Requires.That(Environment.UserName == "root", "a user of its own for the daemon needs root");

        // Root is not limited.
        const string User = "nobody";
        await using var minosd = new Minosd(Many, $"user={User}");
        Assert.Equal(0, (await Commands.RunAsync("chown", "-R", User, minosd.Root)).Status);
        minosd.Start();
        await minosd.UntilUpAsync();
        string daemon = minosd.Pid.ToString(CultureInfo.InvariantCulture);
        Finished limited = await SetAsync("1:");
        Assert.Equal((0, ""), (limited.Status, limited.Error));
        RpcFault fault = await Assert.ThrowsAsync<RpcFault>(() => minosd.CallAsync("startProcess", "many:many_00"));
        Assert.Equal(RpcFaultCode.SpawnError, fault.Code);
        RpcStruct info = await minosd.InfoAsync("many:many_00");
        Assert.Equal("FATAL", info["statename"].AsString());
        Assert.Contains("Too many processes in process table to spawn", info["spawnerr"].AsString(), StringComparison.Ordinal);

        Assert.Equal(0, (await SetAsync("4000:")).Status);
        _ = await minosd.CallAsync("startProcess", "many:many_00");
        await minosd.UntilStateAsync("many:many_00", "RUNNING");

        Assert.Equal(0, (await SetAsync("1:")).Status);
        minosd.Signal("TERM");
        Assert.Equal(0, await minosd.EndAsync());
        Assert.Contains("received SIGTERM indicating exit request", minosd.MainLog, StringComparison.Ordinal);

        Task<Finished> SetAsync(string limit) => Commands.RunAsync(
            setpriv, "--reuid", User, "--regid", "nogroup", "--clear-groups", prlimit, "--pid", daemon, $"--nproc={limit}");
    }

    [SkippableFact]
    public async Task Without_memory_for_a_process_starts_fail_with_their_reason_and_succeed_later()
    {
        string strace = Requires.Program("strace");
        await using Minosd minosd = await Minosd.StartAsync(Many + """

            [program:other]
            command=/bin/sleep 1000
            user=nobody
            startsecs=0
            startretries=0
            autostart=false
            """);

        // The kernel's answer to each try to make a process or a thread.
        const string Calls = "clone,clone3,fork,vfork";
        using System.Diagnostics.Process injector = Commands.Start(
            strace, "-f", "-q", "-p", minosd.Pid.ToString(CultureInfo.InvariantCulture), "-e", $"trace={Calls}", "-e", $"inject={Calls}:error=ENOMEM");
        try
        {
            Task<string> error = injector.StandardError.ReadToEndAsync();
            await Commands.UntilAsync(
                () =>
                {
                    Requires.That(!injector.HasExited, $"strace may not trace: {(injector.HasExited ? error.Result : "")}");
                    return Directory.GetDirectories($"/proc/{minosd.Pid}/task").All(static t => IsTraced(t));
                },
                "strace holds every thread");
            foreach (string name in (string[])["many:many_00", "other"])
            {
                RpcFault fault = await Assert.ThrowsAsync<RpcFault>(() => minosd.CallAsync("startProcess", name));
                Assert.Equal(RpcFaultCode.SpawnError, fault.Code);
                RpcStruct info = await minosd.InfoAsync(name);
                Assert.Equal("FATAL", info["statename"].AsString());
                Assert.Contains("ENOMEM", info["spawnerr"].AsString(), StringComparison.Ordinal);
            }

            Assert.Equal(61, (await minosd.CallAsync("getAllProcessInfo")).AsArray().Count);
        }
        finally
        {
            // It lets go of the daemon.
            if (!injector.HasExited)
            {
                Commands.Signal(injector.Id, "INT");
            }

            await injector.WaitForExitAsync();
        }

        foreach (string name in (string[])["many:many_00", "other"])
        {
            _ = await minosd.CallAsync("startProcess", name);
            await minosd.UntilStateAsync(name, "RUNNING");
        }
    }

    private static bool IsTraced(string task)
    {
        try
        {
            return !File.ReadLines(Path.Combine(task, "status")).Contains("TracerPid:\t0");
        }
        catch (IOException)
        {
            // The thread has ended.
            return true;
        }
    }

    private static async Task<RpcStruct[]> AllAsync(Minosd minosd) =>
        [.. (await CallUntilAnsweredAsync(minosd, "getAllProcessInfo")).AsArray().Select(static p => p.AsStruct())];

    /// <summary>A connection needs a descriptor of the daemon's, too: one that waits for it is a slow answer, and one that is cut off a retry.</summary>
    private static async Task<RpcValue> CallUntilAnsweredAsync(Minosd minosd, string method, params RpcValue[] arguments)
    {
        RpcValue? answer = null;
        await Commands.UntilAsync(
            async () =>
            {
                try
                {
                    answer = await minosd.CallAsync(method, arguments);
                    return true;
                }
                catch (RpcConnectionException)
                {
                    return false;
                }
            },
            () => $"{method} is answered");
        return answer!;
    }
}
