using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Minos.Configuration;
using Minos.Logs;
using Minos.Native;

namespace Minos.Core.Tests.Logs;

public sealed class LogPumpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();
    private readonly LogPump _pump;

    public LogPumpTests()
    {
        _pump = new LogPump(_log, syslogSocket: _folder["devlog"]);
        _pump.Start();
    }

    public void Dispose()
    {
        _pump.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_reach_the_file_unchanged(bool filtered)
    {
        byte[] data = new byte[3_000_000];
        Random.Shared.NextBytes(data);
        data.AsSpan().Replace((byte)0x1B, (byte)0);
        OutputSink sink = Sink("log");
        (OutputChannel channel, FileStream writer) = Attach(filtered ? sink with { StripAnsi = true, CaptureMaxBytes = 100 } : sink);
        writer.Write(data);
        writer.Dispose();
        await DrainAsync(channel);

        Assert.Equal(data, File.ReadAllBytes(_folder["log"]));
        Assert.Equal(data.Length, channel.BytesRead);
    }

    [Fact]
    public async Task Three_programs_that_flood_one_rotating_file_lose_and_double_no_line()
    {
        const int Lines = 20_000;
        OutputSink sink = Sink("log", maxBytes: 100_000, backups: 100);
        (OutputChannel Channel, FileStream Writer)[] programs = [Attach(sink), Attach(sink), Attach(sink)];
        await Task.WhenAll(programs.Select((program, index) => Task.Run(() =>
        {
            for (int i = 0; i < Lines; i++)
            {
                program.Writer.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{index} {i} {new string('x', i % 50)}\n")));
            }

            program.Writer.Dispose();
        })));
        foreach ((OutputChannel channel, _) in programs)
        {
            await DrainAsync(channel);
        }

        int newest = Directory.GetFiles(_folder.Root).Length - 1;
        Assert.InRange(newest, 10, 99);
        List<string[]> lines = [];
        for (int age = newest; age >= 0; age--)
        {
            string text = _folder.Text(age == 0 ? "log" : string.Create(CultureInfo.InvariantCulture, $"log.{age}"));
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            Assert.True(age == 0 || text.Length is >= 100_000 and < 100_100);
            lines.AddRange(text.Split('\n')[..^1].Select(line => line.Split(' ')));
        }

        foreach (IGrouping<string, string[]> program in lines.GroupBy(line => line[0]))
        {
            Assert.Equal(Enumerable.Range(0, Lines), program.Select(line => int.Parse(line[1], CultureInfo.InvariantCulture)));
            Assert.All(program, line => Assert.Equal(int.Parse(line[1], CultureInfo.InvariantCulture) % 50, line[2].Length));
        }
    }

    [Fact]
    public async Task One_path_has_one_writer_that_is_closed_with_its_last_user()
    {
        (OutputChannel first, FileStream one) = Attach(Sink("log"));
        (OutputChannel second, FileStream two) = Attach(Sink("../" + Path.GetFileName(_folder.Root) + "/log"));
        using (one)
        using (two)
        {
            Assert.Equal(1, await OpenFilesAsync());
            first.Close();
            Assert.Equal(1, await OpenFilesAsync());
            second.Close();
            Assert.Equal(0, await OpenFilesAsync());
        }
    }

    [Fact]
    public async Task A_program_that_closes_its_output_and_lives_on_is_forgotten_once()
    {
        _log.Level = SupervisorLogLevel.Debug;
        using var pipe = Pipe.Create();
        string target = $"/proc/{Environment.ProcessId}/fd/{pipe.WriteEnd.DangerousGetHandle()}";
        Assert.True(Shell.Run($"mkfifo '{_folder["end"]}'"));
        using Process child = Shell.Start($"exec 3>{target}; echo hello >&3; exec 3>&-; read x <'{_folder["end"]}'");
        OutputChannel channel = _pump.Attach(pipe.ReadEnd, Sink("log"));
        await Shell.UntilAsync(() => channel.BytesRead == 6);
        pipe.WriteEnd.Dispose();
        await Shell.UntilAsync(() => pipe.ReadEnd.IsClosed);

        Assert.False(child.HasExited);
        Assert.Single(_log.Messages, message => message.EndsWith("closed, stopped monitoring <'program' stdout>", StringComparison.Ordinal));
        Assert.Equal(0, await OpenFilesAsync());

        File.WriteAllText(_folder["end"], "\n");
        await child.WaitForExitAsync();
        await DrainAsync(channel);
    }

    [Fact]
    public async Task Closing_takes_what_the_pipe_holds_though_a_grandchild_has_it_open()
    {
        (OutputChannel channel, FileStream writer) = Attach(Sink("log"));
        using (writer)
        {
            byte[] data = Encoding.ASCII.GetBytes(new string('x', 60_000));
            writer.Write(data);
            await DrainAsync(channel);

            Assert.Equal(data, File.ReadAllBytes(_folder["log"]));
            Assert.Throws<IOException>(() => writer.Write("nobody reads this"u8));
        }
    }

    [Fact]
    public async Task Closing_does_not_wait_for_a_program_that_never_stops_writing()
    {
        using var pipe = Pipe.Create();
        using Process child = Shell.Start($"exec yes >/proc/{Environment.ProcessId}/fd/{pipe.WriteEnd.DangerousGetHandle()}");
        OutputChannel chatty = _pump.Attach(pipe.ReadEnd, Sink(null));
        (OutputChannel quiet, FileStream writer) = Attach(Sink("log"));
        await Shell.UntilAsync(() => chatty.BytesRead > 1_000_000);

        writer.Write("heard\n"u8);
        await Shell.UntilAsync(() => quiet.BytesRead == 6);
        await DrainAsync(chatty);
        pipe.WriteEnd.Dispose();
        await child.WaitForExitAsync();

        writer.Dispose();
        await DrainAsync(quiet);
        Assert.Equal("heard\n", _folder.Text("log"));
    }

    [Fact]
    public async Task Truncation_by_another_program_leaves_no_hole()
    {
        (OutputChannel channel, FileStream writer) = Attach(Sink("log"));
        writer.Write("before\n"u8);
        await Shell.UntilAsync(() => channel.BytesRead == 7);
        await _pump.Loop.InvokeAsync(() => Assert.True(Shell.Run($": >'{_folder["log"]}'")));
        writer.Write("after\n"u8);
        writer.Dispose();
        await DrainAsync(channel);

        Assert.Equal("after\n", _folder.Text("log"));
    }

    [Fact]
    public async Task Another_program_that_appends_to_the_file_is_not_overwritten()
    {
        (OutputChannel channel, FileStream writer) = Attach(Sink("log"));
        for (int i = 1; i <= 3; i++)
        {
            writer.Write("ours\n"u8);
            int expected = i * 5;
            await Shell.UntilAsync(() => channel.BytesRead == expected);
            await _pump.Loop.InvokeAsync(() => File.AppendAllText(_folder["log"], "theirs\n"));
        }

        writer.Dispose();
        await DrainAsync(channel);
        Assert.Equal("ours\ntheirs\nours\ntheirs\nours\ntheirs\n", _folder.Text("log"));
    }

    [Fact]
    public async Task A_slow_reader_of_a_fifo_makes_the_program_wait_and_loses_nothing()
    {
        Assert.True(Shell.Run($"mkfifo '{_folder["fifo"]}'"));
        byte[] data = new byte[4_000_000];
        Random.Shared.NextBytes(data);
        (OutputChannel channel, FileStream writer) = Attach(Sink("fifo"));
        Task writing = Task.Run(() =>
        {
            writer.Write(data);
            writer.Dispose();
        });
        await Shell.UntilAsync(() => channel.BytesRead > 65_536);

        using FileStream reader = new(_folder["fifo"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] read = new byte[data.Length];
        reader.ReadExactly(read);
        await writing;
        await DrainAsync(channel);

        Assert.Equal(data, read);
        await Shell.UntilAsync(() => OpenFilesAsync().Result == 0);
    }

    [Fact]
    public async Task Clearing_and_reopening_act_on_the_current_file()
    {
        (OutputChannel channel, FileStream writer) = Attach(Sink("log"));
        writer.Write("one\n"u8);
        await Shell.UntilAsync(() => channel.BytesRead == 4);
        Assert.True(await channel.ClearLogAsync());
        writer.Write("two\n"u8);
        await Shell.UntilAsync(() => channel.BytesRead == 8);
        File.Move(_folder["log"], _folder["moved"]);
        await _pump.ReopenAllAsync();
        writer.Write("three\n"u8);
        writer.Dispose();
        await DrainAsync(channel);

        Assert.Equal(("two\n", "three\n"), (_folder.Text("moved"), _folder.Text("log")));
        Assert.True(await channel.ClearLogAsync());
        Assert.Equal("three\n", _folder.Text("log"));
    }

    [Fact]
    public async Task Messages_events_syslog_and_the_mirror_get_their_share()
    {
        using var syslog = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        syslog.Bind(new UnixDomainSocketEndPoint(_folder["devlog"]));
        _log.Level = SupervisorLogLevel.Debug;
        var messages = new List<string>();
        var pieces = new List<string>();
        (OutputChannel channel, FileStream writer) = Attach(Sink("log") with
        {
            StripAnsi = true,
            CaptureMaxBytes = 100,
            Syslog = true,
            OutputReceived = data => pieces.Add(Encoding.UTF8.GetString(data.Span)),
            MessageReceived = data => messages.Add(Encoding.UTF8.GetString(data.Span)),
        });
        writer.Write("one\n<!--XSUPERVISOR:BEGIN-->ping<!--XSUPERVISOR:END-->\e[1mtwo\e[0m\nrest<!--"u8);
        writer.Dispose();
        await DrainAsync(channel);

        Assert.Equal("one\ntwo\nrest<!--", _folder.Text("log"));
        Assert.Equal(["ping"], messages);
        Assert.Equal(["one\n", "ping", "two\nrest", "<!--"], pieces);
        Assert.EndsWith(" supervisord: program one", MainLogTests.Receive(syslog), StringComparison.Ordinal);
        Assert.EndsWith(" supervisord: program two", MainLogTests.Receive(syslog), StringComparison.Ordinal);
        Assert.EndsWith(" supervisord: program rest<!--", MainLogTests.Receive(syslog), StringComparison.Ordinal);
        Assert.Contains("'program' stdout output:\none\n", _log.Messages);
        Assert.Contains("'program' stdout output:\nping", _log.Messages);
        Assert.Contains("'program' stdout emitted a comm event", _log.Messages);
    }

    [Fact]
    public async Task The_mirror_keeps_characters_together_and_shows_other_bytes_as_Python_does()
    {
        _log.Level = SupervisorLogLevel.Debug;
        (OutputChannel channel, FileStream writer) = Attach(Sink(null));
        writer.Write([(byte)'a', 0xC3]);
        await Shell.UntilAsync(() => channel.BytesRead == 2);
        writer.Write([0xB1]);
        await Shell.UntilAsync(() => channel.BytesRead == 3);
        writer.Write([0xFF, (byte)'\n']);
        writer.Dispose();
        await DrainAsync(channel);

        Assert.Equal(
            ["'program' stdout output:\na", "'program' stdout output:\nñ", @"'program' stdout output:" + "\n" + @"Undecodable: b'\xff\n'"],
            _log.Messages.Where(message => message.Contains("output:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_callback_that_throws_ends_neither_the_channel_nor_the_pump()
    {
        (OutputChannel channel, FileStream writer) = Attach(Sink("log") with { OutputReceived = _ => throw new InvalidOperationException("boom") });
        writer.Write("one\n"u8);
        await Shell.UntilAsync(() => channel.BytesRead == 4);
        writer.Write("two\n"u8);
        writer.Dispose();
        await DrainAsync(channel);

        Assert.Equal("one\ntwo\n", _folder.Text("log"));
        Assert.Contains(_log.Messages, message => message.Contains("boom", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pipe_that_is_handed_over_keeps_what_was_not_read()
    {
        (OutputChannel channel, FileStream writer) = Attach(Sink("log"));
        writer.Write("one\n"u8);
        await Shell.UntilAsync(() => channel.BytesRead == 4);
        SafeFileHandle? pipe = await channel.DetachAsync();
        writer.Write("two\n"u8);
        writer.Dispose();

        Assert.NotNull(pipe);
        Assert.Equal("one\n", _folder.Text("log"));
        Assert.Null(await channel.DetachAsync());
        await DrainAsync(_pump.Attach(pipe, Sink("log")));
        Assert.Equal("one\ntwo\n", _folder.Text("log"));
    }

    [Fact]
    public async Task A_log_can_be_tried_before_the_program_starts()
    {
        Assert.Equal(0, await _pump.CheckAsync(new LogFileOptions { Path = _folder["log"] }));
        Assert.True(File.Exists(_folder["log"]));
        Assert.Equal(Errno.ENOENT, await _pump.CheckAsync(new LogFileOptions { Path = _folder["none/log"] }));
    }

    private static async Task DrainAsync(OutputChannel channel)
    {
        var completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.DrainAndClose(completed.SetResult);
        await completed.Task.WaitAsync(Shell.Deadline);
    }

    private OutputSink Sink(string? file, long maxBytes = 0, int backups = 0) => new()
    {
        ProcessName = "program",
        Stream = "stdout",
        File = file is null ? null : new LogFileOptions { Path = _folder[file], MaxBytes = maxBytes, Backups = backups },
    };

    private (OutputChannel Channel, FileStream Writer) Attach(OutputSink sink)
    {
        var pipe = Pipe.Create();
        return (_pump.Attach(pipe.ReadEnd, sink), new FileStream(pipe.WriteEnd, FileAccess.Write, bufferSize: 0));
    }

    private Task<int> OpenFilesAsync() => _pump.Loop.InvokeAsync(() => _pump.Files.Count);
}
