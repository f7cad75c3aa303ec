using System.Globalization;
using Minos.Rpc;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>The engine with real programs, over XML-RPC.</summary>
public class SupervisionTests
{
    [Fact]
    public async Task A_killed_process_is_started_again()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n");
        await minosd.UntilStateAsync("p", "RUNNING");
        int before = await minosd.PidOfAsync("p");
        Commands.Signal(before, "KILL");
        await Commands.UntilAsync(async () => await minosd.PidOfAsync("p") is not 0 and int pid && pid != before, () => "it is started again");

        await minosd.UntilStateAsync("p", "RUNNING");
        Assert.Contains("exited: p (terminated by SIGKILL; not expected)", minosd.MainLog, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{before}"), "it has been waited for");
    }

    [Fact]
    public async Task Programs_of_every_kind_are_started_by_threads_with_a_table_of_descriptors_of_their_own()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:plain]
            command=/bin/sh -c "readlink /proc/self/fd/0; exec sleep 1000"
            startsecs=0
            stdout_logfile=%(here)s/plain.log

            [program:masked]
            command=/bin/sh -c "readlink /proc/self/fd/0; exec sleep 1000"
            umask=077
            startsecs=0
            stdout_logfile=%(here)s/masked.log

            [fcgi-program:page]
            command=/bin/sh -c "readlink /proc/self/fd/0; exec sleep 1000"
            socket=unix://%(here)s/page.sock
            startsecs=0
            stdout_logfile=%(here)s/page.log
            """);
        foreach ((string name, string input) in new[] { ("plain", "pipe:"), ("masked", "pipe:"), ("page", "socket:") })
        {
            string log = minosd[$"{name}.log"];
            await Commands.UntilAsync(
                () => File.Exists(log) && File.ReadAllText(log).StartsWith(input, StringComparison.Ordinal), $"{name} has its stdin");
        }

        // With the JIT compiler they cannot: it maps memory by descriptors on any thread.
        bool isNative = !File.Exists(Path.ChangeExtension(Minosd.Binary, "dll"));
        string[] threads = Directory.GetDirectories($"/proc/{minosd.Pid}/task");
        int whole = Directory.GetFileSystemEntries($"/proc/{minosd.Pid}/fd").Length;
        int[] tables =
        [
            .. threads.Where(t => File.ReadAllText($"{t}/comm").TrimEnd() is "spawn 1" or "spawn 2")
                .Select(t => Directory.GetFileSystemEntries($"{t}/fd").Length),
        ];
        Assert.Equal(2, tables.Length);
        Assert.All(tables, count => Assert.InRange(count, isNative ? 3 : whole - 5, isNative ? 4 : whole + 5));
    }

    [Fact]
    public async Task Groups_are_stopped_one_after_the_other_the_highest_number_first()
    {
        // Each takes its time to stop, and says when it was told to and when it ended.
        string programs = string.Concat(new[] { 1, 2, 3 }.Select(n => $"""

            [program:p{n}]
            command=/bin/sh -c "trap 'echo told {n} >> order; sleep 0.2; echo ended {n} >> order; exit 0' TERM; echo ready; while :; do sleep 0.02; done"
            directory=%(here)s
            priority={n}
            startsecs=0
            stdout_logfile=%(here)s/p{n}.log

            """));
        await using Minosd minosd = await Minosd.StartAsync(programs);
        foreach (int n in new[] { 1, 2, 3 })
        {
            string log = minosd[$"p{n}.log"];
            await Commands.UntilAsync(() => File.Exists(log) && File.ReadAllText(log) == "ready\n", $"{n} is ready");
        }

        minosd.Signal("TERM");
        Assert.Equal(0, await minosd.EndAsync());

        Assert.Equal("told 3\nended 3\ntold 2\nended 2\ntold 1\nended 1\n", await File.ReadAllTextAsync(minosd["order"]));
    }

    [Fact]
    public async Task Everything_a_program_wrote_is_in_its_log_when_it_is_EXITED()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/usr/bin/seq 1 20000
            autostart=false
            autorestart=false
            startsecs=0
            stdout_logfile=%(here)s/p.log
            """);
        string once = string.Concat(Enumerable.Range(1, 20000).Select(n => $"{n}\n"));
        for (int run = 1; run <= 5; run++)
        {
            await minosd.CallAsync("startProcess", "p");
            await minosd.UntilStateAsync("p", "EXITED");

            Assert.Equal(once.Length * run, new FileInfo(minosd["p.log"]).Length);
        }

        Assert.Equal(string.Concat(Enumerable.Repeat(once, 5)), await File.ReadAllTextAsync(minosd["p.log"]));
    }

    [Fact]
    public async Task Logs_are_rotated_and_no_line_is_cut()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/usr/bin/seq -w 1 100000
            autostart=false
            autorestart=false
            startsecs=0
            stdout_logfile=%(here)s/p.log
            stdout_logfile_maxbytes=100KB
            stdout_logfile_backups=2
            """);
        await minosd.CallAsync("startProcess", "p");
        await minosd.UntilStateAsync("p", "EXITED");

        Assert.Equal(["p.log", "p.log.1", "p.log.2"], Directory.GetFiles(minosd.Root, "p.log*").Select(Path.GetFileName).Order());
        string[] lines = string.Concat(new[] { "p.log.2", "p.log.1", "p.log" }.Select(f => File.ReadAllText(minosd[f]))).TrimEnd('\n').Split('\n');
        int first = int.Parse(lines[0], CultureInfo.InvariantCulture);
        Assert.Equal(Enumerable.Range(first, 100000 - first + 1).Select(n => n.ToString("D6", CultureInfo.InvariantCulture)), lines);
        Assert.True(lines.Length > 20000, "two full files at least");
    }

    [Fact]
    public async Task Two_hundred_programs_start_with_one_call_and_stop_with_another()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:many]
            command=/bin/sleep 1000
            numprocs=200
            process_name=%(program_name)s_%(process_num)03d
            autostart=false
            startsecs=0
            """);
        RpcArray started = (await minosd.CallAsync("startProcessGroup", "many")).AsArray();
        Assert.Equal(200, started.Count);
        Assert.All(started, r => Assert.Equal((80, "OK"), ((int)r.AsStruct()["status"].AsInteger(), r.AsStruct()["description"].AsString())));
        RpcArray processes = (await minosd.CallAsync("getAllProcessInfo")).AsArray();
        Assert.All(processes, p => Assert.Equal("RUNNING", p.AsStruct()["statename"].AsString()));
        int[] pids = [.. processes.Select(p => (int)p.AsStruct()["pid"].AsInteger())];
        Assert.Equal(200, pids.Distinct().Count());
        foreach (int pid in pids)
        {
            await Commands.UntilOnlyOpenAsync(pid, "0", "1", "2");
        }


        Assert.Equal(200, (await minosd.CallAsync("stopProcessGroup", "many")).AsArray().Count);
        Assert.DoesNotContain(pids, Commands.IsAlive);
    }

    [Fact]
    public async Task Stdin_is_written_and_a_closed_one_is_said_to_be()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:cat]
            command=/bin/cat
            startsecs=0
            stdout_logfile=%(here)s/cat.log
            [program:deaf]
            command=/bin/sh -c "exec 0<&-; echo deaf; exec sleep 1000"
            startsecs=0
            stdout_logfile=%(here)s/deaf.log
            [program:off]
            command=/bin/cat
            autostart=false
            """);
        await minosd.UntilStateAsync("cat", "RUNNING");
        string text = string.Concat(Enumerable.Repeat("grüße & <x>\n", 20000));
        await minosd.CallAsync("sendProcessStdin", "cat", text);
        await Commands.UntilAsync(() => File.ReadAllText(minosd["cat.log"]) == text, "a text larger than the pipe arrives");
        await Commands.UntilAsync(() => File.Exists(minosd["deaf.log"]) && File.ReadAllText(minosd["deaf.log"]) == "deaf\n", "deaf has closed its stdin");

        Assert.Equal(20, await FaultAsync(minosd, "sendProcessStdin", "deaf", "x"));
        Assert.Equal(70, await FaultAsync(minosd, "sendProcessStdin", "off", "x"));
        Assert.Equal(10, await FaultAsync(minosd, "sendProcessStdin", "none", "x"));
        await minosd.UntilStateAsync("deaf", "RUNNING");
    }

    [Theory]
    [InlineData("/no/such/cmd", "", 20, "NO_FILE: can't find command '/no/such/cmd'")]
    [InlineData("/tmp", "", 21, "NOT_EXECUTABLE: command at '/tmp' is a directory")]
    [InlineData("/bin/cat \"x", "", 21, "NOT_EXECUTABLE: can't parse command '/bin/cat \"x': No closing quotation")]
    [InlineData("/bin/false", "", 50, "SPAWN_ERROR: p")]
    [InlineData("/bin/true", "directory=/no/such/dir", 50, "SPAWN_ERROR: p")]
    [InlineData("/bin/true", "stdout_logfile=/proc/p.log", 50, "SPAWN_ERROR: p")]
    public async Task A_program_that_cannot_start_says_why_and_ends_FATAL(string command, string key, int code, string text)
    {
        await using Minosd minosd = await Minosd.StartAsync($"[program:p]\ncommand={command}\nautostart=false\nstartretries=0\n{key}\n");
        RpcFault fault = await Assert.ThrowsAsync<RpcFault>(() => minosd.CallAsync("startProcess", "p"));

        Assert.Equal((code, text), ((int)fault.Code, fault.FaultString));
        if (code == 50)
        {
            await minosd.UntilStateAsync("p", "FATAL");
            RpcStruct info = await minosd.InfoAsync("p");
            Assert.Equal(0, info["pid"].AsInteger());
            Assert.NotEqual("", info["spawnerr"].AsString());
        }
        else
        {
            await minosd.UntilStateAsync("p", "STOPPED");
        }
    }

    [Fact]
    public async Task A_missing_directory_is_in_the_programs_log_as_Supervisor_writes_it()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/true
            directory=/no/such/dir
            startretries=0
            stderr_logfile=%(here)s/p.err
            """);
        await minosd.UntilStateAsync("p", "FATAL");
        const string Expected = "supervisor: couldn't chdir to /no/such/dir: ENOENT\nsupervisor: child process was not spawned\n";
        await Commands.UntilAsync(() => File.Exists(minosd["p.err"]) && File.ReadAllText(minosd["p.err"]) == Expected, "the log says it");

        Assert.Contains("gave up: p entered FATAL state", minosd.MainLog, StringComparison.Ordinal);
    }

    private static async Task<int> FaultAsync(Minosd minosd, string method, params RpcValue[] arguments) =>
        (int)(await Assert.ThrowsAsync<RpcFault>(() => minosd.CallAsync(method, arguments))).Code;
}
