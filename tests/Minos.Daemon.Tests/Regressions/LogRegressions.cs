using System.Diagnostics;
using System.Net;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Regressions;

/// <summary>Supervisor's mistakes with logs and with text that is none.</summary>
public class LogRegressions
{
    private const string Cat = "[program:cat]\ncommand=/bin/cat\nstartsecs=0\nstdout_logfile=%(here)s/cat.log\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S240_S290_S1395_a_log_that_is_moved_or_removed_is_made_anew_without_being_told(bool isMoved)
    {
        await using Minosd minosd = await Minosd.StartAsync(Cat);
        await minosd.UntilStateAsync("cat", "RUNNING");
        await minosd.CallAsync("sendProcessStdin", "cat", "before\n");
        await Commands.UntilAsync(() => Text(minosd) == "before\n", "the first line is logged");
        if (isMoved)
        {
            File.Move(minosd["cat.log"], minosd["cat.old"]);
        }
        else
        {
            File.Delete(minosd["cat.log"]);
        }

        // What is written before the daemon has noticed goes where the file went.
        await Commands.UntilAsync(
            async () =>
            {
                await minosd.CallAsync("sendProcessStdin", "cat", "after\n");
                return Text(minosd).Contains("after", StringComparison.Ordinal);
            },
            () => "a new file has what is written");
        Assert.DoesNotContain("before", Text(minosd), StringComparison.Ordinal);
        await minosd.UntilStateAsync("cat", "RUNNING");
    }

    [Fact]
    public async Task O49_a_restart_of_the_daemon_keeps_what_was_logged()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/sh -c \"echo started; exec cat\"\nstartsecs=0\nstdout_logfile=%(here)s/cat.log\n");
        await Commands.UntilAsync(() => Text(minosd) == "started\n", "the first life has written");
        await minosd.UntilStateAsync("p", "RUNNING");
        minosd.Signal("HUP");
        await Commands.UntilAsync(() => Text(minosd) == "started\nstarted\n", "the second life has written");
        await minosd.UntilUpAsync();
        Assert.True(minosd.MainLog.Split("supervisord started with pid").Length > 2);
    }

    [Fact]
    public async Task S876_S638_S1693_bytes_that_are_no_text_neither_close_the_log_nor_break_a_tail()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/sh -c "printf 'a\303'; read x; printf '\251b\377\376c\n'; read x; echo after; exec cat"
            startsecs=0
            stdout_logfile=%(here)s/cat.log
            stdout_events_enabled=true
            """, "loglevel=debug");
        await Commands.UntilAsync(() => Length(minosd) == 2, "half a character is logged");
        await minosd.CallAsync("sendProcessStdin", "p", "\n");
        await Commands.UntilAsync(() => Length(minosd) == 8, "the other half is");
        await minosd.CallAsync("sendProcessStdin", "p", "\n");
        await Commands.UntilAsync(() => Text(minosd).EndsWith("after\n", StringComparison.Ordinal), "the log goes on");

        Assert.Equal("aéb\ufffd\ufffdc\nafter\n", (await minosd.CallAsync("readProcessStdoutLog", "p", 0, 0)).AsString());
        // From within a character on: what is left of it is a replacement, and the rest is right.
        Assert.EndsWith("b\ufffd\ufffdc\nafter\n", (await minosd.CallAsync("readProcessStdoutLog", "p", 2, 0)).AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S85_S150_S744_S978_S1485_S1499_S1538_S1611_control_characters_do_not_break_the_answer()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/sh -c "printf 'nul \000 bell \007 escape \033[0m delete \177 end\n'; exec cat"
            startsecs=0
            stdout_logfile=%(here)s/cat.log
            """);
        await Commands.UntilAsync(() => Text(minosd).EndsWith("end\n", StringComparison.Ordinal), "it is logged");

        foreach (string method in new[] { "readProcessStdoutLog", "readProcessLog" })
        {
            string text = (await minosd.CallAsync(method, "p", 0, 0)).AsString();
            Assert.StartsWith("nul ", text, StringComparison.Ordinal);
            Assert.EndsWith(" end\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, c => c is < ' ' and not '\n');
        }

        Assert.EndsWith(" end\n", (await minosd.CallAsync("tailProcessStdoutLog", "p", 0, 100)).AsArray()[0].AsString(), StringComparison.Ordinal);
        Assert.Contains("nul \0 bell \a", Text(minosd), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task S1203_S811_the_web_page_and_the_log_that_it_follows_say_that_they_are_UTF8()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/sh -c "echo '正在下载 — é'; exec cat"
            startsecs=0
            stdout_logfile=%(here)s/cat.log
            """);
        await Commands.UntilAsync(() => Text(minosd).EndsWith("é\n", StringComparison.Ordinal), "it is logged");

        foreach (string page in new[] { "logtail/p/stdout", "tail.html?processname=p" })
        {
            using Process curl = Commands.Start(
                Requires.Program("curl"), "-s", "-N", "-i", "--unix-socket", minosd["s.sock"], $"http://localhost/{page}");
            string answer = "";
            char[] buffer = new char[4096];
            using var deadline = new CancellationTokenSource(Commands.Deadline);
            // The log is followed without end.
            while (!WebUtility.HtmlDecode(answer).Contains("正在下载 — é", StringComparison.Ordinal))
            {
                int count = await curl.StandardOutput.ReadAsync(buffer, deadline.Token);
                Assert.True(count > 0, answer);
                answer += new string(buffer, 0, count);
            }

            curl.Kill();
            Assert.Contains("charset=utf-8", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S1078_S935_output_to_the_daemons_own_stdout_goes_on_for_ever()
    {
        await using var minosd = new Minosd("""
            [program:p]
            command=/bin/sh -c "while read x; do echo said $x; done"
            startsecs=0
            stdout_logfile=/dev/stdout
            stdout_logfile_maxbytes=1KB
            redirect_stderr=true
            """);
        // A pipe, in which nobody can seek.
        string pipe = minosd["pipe"];
        Assert.Equal(0, (await Commands.RunAsync("mkfifo", pipe)).Status);
        using Process reader = Commands.Start("/bin/sh", "-c", $"exec cat < '{pipe}' > '{minosd["cat.log"]}'");
        minosd.Start("/bin/sh", "-c", $"exec \"$@\" > '{pipe}'", "sh");
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
        for (int i = 0; i < 5; i++)
        {
            string text = new((char)('a' + i), 600);
            await minosd.CallAsync("sendProcessStdin", "p", text + "\n");
            await Commands.UntilAsync(() => Text(minosd).Contains($"said {text}\n", StringComparison.Ordinal), $"line {i} arrives");
        }
    }

    private static string Text(Minosd minosd)
    {
        try
        {
            return File.ReadAllText(minosd["cat.log"]);
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }

    private static long Length(Minosd minosd) => new FileInfo(minosd["cat.log"]) is { Exists: true } file ? file.Length : 0;
}
