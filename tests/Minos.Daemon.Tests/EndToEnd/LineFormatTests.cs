using System.Text.Json;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>Lines with their times (<c>stdout_format</c>), in a real daemon.</summary>
public class LineFormatTests
{
    private const string Time = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}";

    /// <summary>Writes half a line, and the rest of it when it is sent a line.</summary>
    private const string Halves = """
        [program:p]
        command=/bin/sh -c "printf 'one\nbegin'; read x; printf 'ning\ntwo\n'; exec cat"
        startsecs=0
        stdout_logfile=%(here)s/p.log
        """;

    [Fact]
    public async Task Both_streams_have_their_formats_and_clients_read_the_file_as_it_is()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [group:web]
            programs=p
            [program:p]
            command=/bin/sh -c "echo \"out <b>\"; echo err >&2; printf 'say \"hi\"'; exec cat"
            startsecs=0
            stdout_logfile=%(here)s/out.log
            stdout_format=json
            stderr_logfile=%(here)s/err.log
            stderr_format=prefix
            """, "format_utc_offset=+02:00");
        await Commands.UntilAsync(() => Text(minosd, "out.log").EndsWith("say \\\"hi\\\"", StringComparison.Ordinal), "the unfinished line is logged");
        await Commands.UntilAsync(() => Text(minosd, "err.log").Length > 0, "stderr is logged");

        Assert.Matches($@"^{Time}\+02:00 err\n$", Text(minosd, "err.log"));
        Assert.Matches($@"^\{{""time"":""{Time}\+02:00"",""process"":""p"",""group"":""web"",""stream"":""stdout"",""message"":""out <b>""\}}\n", Text(minosd, "out.log"));
        Assert.Equal(Text(minosd, "out.log"), (await minosd.CallAsync("readProcessStdoutLog", "web:p", 0, 0)).AsString());
        Assert.Equal(Text(minosd, "err.log"), (await minosd.CallAsync("tailProcessStderrLog", "web:p", 0, 1000)).AsArray()[0].AsString());

        _ = await minosd.CallAsync("stopProcess", "web:p");
        Assert.Equal(["out <b>", "say \"hi\""], Text(minosd, "out.log").Split('\n')[..^1].Select(MessageOf));
    }

    [Theory]
    [InlineData("prefix", false)]
    [InlineData("json", false)]
    [InlineData("prefix", true)]
    [InlineData("json", true)]
    public async Task No_stamp_comes_into_a_line_that_another_daemon_has_begun(string format, bool isUpgrade)
    {
        await using Minosd minosd = await Minosd.StartAsync($"{Halves}\nstdout_format={format}");
        await Commands.UntilAsync(() => Text(minosd, "p.log").EndsWith("begin", StringComparison.Ordinal), "half a line is logged");
        if (isUpgrade)
        {
            Finished finished = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade");
            Assert.StartsWith("upgraded: ", finished.Output, StringComparison.Ordinal);
        }
        else
        {
            await minosd.ReplaceAsync();
        }

        Assert.EndsWith("begin", Text(minosd, "p.log"), StringComparison.Ordinal);
        _ = await minosd.CallAsync("sendProcessStdin", "p", "\n");
        await Commands.UntilAsync(() => Text(minosd, "p.log").Contains("two", StringComparison.Ordinal) && Text(minosd, "p.log").EndsWith('\n'), "the rest is logged");
        string[] lines = Text(minosd, "p.log").Split('\n')[..^1];
        Assert.Equal(["one", "beginning", "two"], format == "json" ? lines.Select(MessageOf) : lines.Select(static l => l.Split(' ')[1]));
        Assert.All(lines, line => Assert.Matches(format == "json" ? $@"^\{{""time"":""{Time}Z""" : $"^{Time}Z ", line));
    }

    [Fact]
    public async Task A_program_that_died_inside_a_line_while_no_daemon_was_there_does_not_share_it_with_its_successor()
    {
        await using Minosd minosd = await Minosd.StartAsync($"{Halves}\nstdout_format=prefix");
        await Commands.UntilAsync(() => Text(minosd, "p.log").EndsWith("begin", StringComparison.Ordinal), "half a line is logged");
        int pid = await minosd.PidOfAsync("p");
        await minosd.KillAsync();
        Commands.Kill(pid);
        await Commands.UntilAsync(() => !Commands.IsAlive(pid), "it is dead");
        minosd.Start();
        await minosd.UntilUpAsync();

        await Commands.UntilAsync(() => Text(minosd, "p.log").Split("begin").Length == 3, "its successor has written the same");
        Assert.Matches($@"^{Time}Z one\n{Time}Z begin\n{Time}Z one\n{Time}Z begin$", Text(minosd, "p.log"));
    }

    [Fact]
    public async Task The_reason_of_a_failed_start_has_its_stamp()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/cat
            directory=/no/such/directory
            startretries=0
            stderr_logfile=%(here)s/p.log
            stderr_format=json
            """);
        await minosd.UntilStateAsync("p", "FATAL");
        await Commands.UntilAsync(() => Text(minosd, "p.log").EndsWith('\n'), "the reason is logged");
        string[] messages = [.. Text(minosd, "p.log").Split('\n')[..^1].Select(MessageOf)];
        Assert.Contains("/no/such/directory", messages[0], StringComparison.Ordinal);
        Assert.Equal(["supervisor: child process was not spawned"], messages[1..]);
    }

    [Theory]
    [InlineData("prefix")]
    [InlineData("json")]
    public async Task A_line_without_end_costs_little_memory(string format)
    {
        const int Megabytes = 64;
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:p]
            command=/bin/bash -c "head -c {Megabytes}M /dev/zero | tr '\\0' x"
            startsecs=0
            autostart=false
            autorestart=false
            stdout_logfile=%(here)s/p.log
            stdout_logfile_maxbytes={Megabytes / 4}MB
            stdout_logfile_backups=5
            stdout_format={format}
            """);
        long before = Resident(minosd);
        _ = await minosd.CallAsync("startProcess", "p", false);
        await minosd.UntilStateAsync("p", "EXITED");

        Assert.InRange(Resident(minosd) - before, long.MinValue, 40 * 1024);
        Assert.Equal(Megabytes * 1024L * 1024, Directory.GetFiles(minosd.Root, "p.log*").Sum(static f => File.ReadAllBytes(f).LongCount(static b => b == (byte)'x')));
    }

    [Fact]
    public async Task A_wrong_format_is_told_with_file_line_and_what_was_meant()
    {
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/cat\nstdout_format=jsno\n");
        int line = File.ReadAllLines(minosd.ConfigurationFile).ToList().IndexOf("stdout_format=jsno") + 1;
        Finished finished = await minosd.RunAsync("-n");

        Assert.Equal(2, finished.Status);
        Assert.Contains($"{minosd.ConfigurationFile}:{line}", finished.Error, StringComparison.Ordinal);
        Assert.Contains("invalid line format 'jsno'; did you mean json?", finished.Error, StringComparison.Ordinal);
        Assert.Contains("raw, prefix or json", finished.Error, StringComparison.Ordinal);
    }

    private static string Text(Minosd minosd, string name) => File.Exists(minosd[name]) ? File.ReadAllText(minosd[name]) : "";

    private static string MessageOf(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("message").GetString()!;
    }

    private static long Resident(Minosd minosd) => Commands.StatusOf(minosd.Pid, "VmRSS");
}
