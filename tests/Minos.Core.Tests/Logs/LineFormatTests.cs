using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Minos.Configuration;
using Minos.Logs;
using Minos.Native;

namespace Minos.Core.Tests.Logs;

/// <summary>Lines with their times (stdout_format).</summary>
public sealed class LineFormatTests : IDisposable
{
    private const string Stamp = "2026-11-02T10:52:27.042Z";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly LogPump _pump;

    public LineFormatTests()
    {
        _pump = new LogPump(new RecordingLog(), _time);
        _pump.Start();
    }

    public void Dispose()
    {
        _pump.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_line_has_the_time_at_which_its_first_byte_was_read()
    {
        await WriteAsync(Sink(LineFormat.Prefix), "one\ntw", TimeSpan.FromMilliseconds(1500), "o\n\nthree");

        Assert.Equal($"{Stamp} one\n{Stamp} two\n2026-11-02T10:52:28.542Z \n2026-11-02T10:52:28.542Z three\n", _folder.Text("log"));
    }

    [Fact]
    public async Task What_has_come_of_a_line_is_in_the_file_at_once()
    {
        OutputPipeline pipeline = await OpenAsync(Sink(LineFormat.Prefix));
        await WriteAsync(pipeline, "name: ");

        Assert.Equal($"{Stamp} name: ", _folder.Text("log"));
    }

    [Fact]
    public async Task Json_has_one_object_a_line_in_a_fixed_order()
    {
        await WriteAsync(
            Sink(LineFormat.Json) with { ProcessName = "web\"1\"", GroupName = "web" },
            "one\n\n", "say \"hi\"\\\t\u0001é€😀 <b>\r\n");

        string[] lines = _folder.Text("log").Split('\n');
        Assert.Equal($$"""{"time":"{{Stamp}}","process":"web\"1\"","group":"web","stream":"stdout","message":"one"}""", lines[0]);
        Assert.Equal(["one", "", "say \"hi\"\\\t\u0001é€😀 <b>\r"], Messages("log"));
        Assert.Equal("", lines[^1]);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced_in_json_and_kept_in_prefix()
    {
        byte[] bytes = [(byte)'a', 0xFF, 0xC3, (byte)'b', 0xE2, 0x82, (byte)'\n', 0xF0, 0x9F];
        await WriteBytesAsync(Sink(LineFormat.Json), bytes);
        await WriteBytesAsync(Sink(LineFormat.Prefix, "raw"), bytes);

        Assert.Equal(["a\uFFFD\uFFFDb\uFFFD", "\uFFFD"], Messages("log"));
        byte[] stamp = Encoding.ASCII.GetBytes(Stamp + " ");
        Assert.Equal([.. stamp, .. bytes[..7], .. stamp, .. bytes[7..], (byte)'\n'], File.ReadAllBytes(_folder["raw"]));
    }

    [Theory]
    [InlineData(LineFormat.Prefix)]
    [InlineData(LineFormat.Json)]
    public void The_file_does_not_depend_on_where_the_output_is_cut(LineFormat format)
    {
        int runs = 0;
        Gen<string> piece = Gen.Elements("a", "\n", "é", "😀", "\"", "\\", "\r\n", "text text", "\u001b", "€€");
        Prop.ForAll(piece.ListOf().ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (pieces, size) =>
        {
            byte[] whole = Encoding.UTF8.GetBytes(string.Concat(pieces));
            string one = $"one{++runs}", many = $"many{runs}";
            WriteBytesAsync(Sink(format, one), whole).GetAwaiter().GetResult();
            WriteBytesAsync(Sink(format, many), [.. whole.Chunk(size)]).GetAwaiter().GetResult();
            string text = _folder.Text(one);
            string[] expected = string.Concat(pieces).Split('\n');
            return text == _folder.Text(many)
                && (format == LineFormat.Json ? Messages(one) : [.. text.Split('\n')[..^1].Select(static l => l[(Stamp.Length + 1)..])])
                    .SequenceEqual(expected[^1].Length == 0 ? expected[..^1] : expected);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("+02:00", "2026-11-02T12:52:27.042+02:00")]
    [InlineData("-03:30", "2026-11-02T07:22:27.042-03:30")]
    [InlineData("local", "2026-11-02T10:52:27.042+00:00")]
    [InlineData("utc", Stamp)]
    public async Task The_offset_is_the_one_that_was_chosen(string offset, string stamp)
    {
        await WriteAsync(Sink(LineFormat.Prefix) with { UtcOffset = Minos.Configuration.Values.UtcOffsetValue.Parse(offset) }, "x\n");

        Assert.Equal($"{stamp} x\n", _folder.Text("log"));
    }

    [Fact]
    public async Task Streams_that_share_a_file_do_not_write_into_each_others_lines()
    {
        OutputPipeline json = await OpenAsync(Sink(LineFormat.Json)), prefix = await OpenAsync(Sink(LineFormat.Prefix)), raw = await OpenAsync(Sink(LineFormat.Raw));
        Assert.True(await _pump.Loop.InvokeAsync(() => raw.IsPlainCopy));
        await WriteAsync(json, "a");
        await WriteAsync(prefix, "b");
        Assert.False(await _pump.Loop.InvokeAsync(() => raw.IsPlainCopy));
        await WriteAsync(raw, "c");
        await WriteAsync(json, "d\ne\n");
        await FinishAsync(prefix, json, raw);

        string[] lines = _folder.Text("log").Split('\n');
        Assert.EndsWith("\"message\":\"a\",\"partial\":true}", lines[0], StringComparison.Ordinal);
        Assert.Equal([$"{Stamp} b", "c"], lines[1..3]);
        Assert.EndsWith("\"message\":\"d\"}", lines[3], StringComparison.Ordinal);
        Assert.EndsWith("\"message\":\"e\"}", lines[4], StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(lines[5..]));
    }

    [Fact]
    public async Task A_character_that_is_cut_by_another_stream_is_whole_in_the_next_object()
    {
        OutputPipeline one = await OpenAsync(Sink(LineFormat.Json)), other = await OpenAsync(Sink(LineFormat.Json));
        byte[] euro = Encoding.UTF8.GetBytes("€");
        await WriteAsync(one, [(byte)'a', .. euro[..2]]);
        await WriteAsync(other, "x\n");
        await WriteAsync(one, [.. euro[2..], (byte)'\n']);

        Assert.Equal(["a", "x", "€"], Messages("log"));
    }

    [Theory]
    [InlineData(LineFormat.Prefix)]
    [InlineData(LineFormat.Json)]
    public async Task Rotation_cuts_neither_a_stamp_nor_a_line(LineFormat format)
    {
        var random = new Random(1);
        string[] lines = [.. Enumerable.Range(0, 3000).Select(i => $"{i} {new string('x', random.Next(200))}")];
        byte[] bytes = Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n");
        await WriteBytesAsync(Sink(format, maxBytes: 10_000, backups: 500), [.. Chunks(bytes, random)]);

        string[] files = FilesByAge();
        Assert.InRange(files.Length, 20, 400);
        Assert.All(files, file => Assert.EndsWith("\n", _folder.Text(file), StringComparison.Ordinal));
        Assert.Equal(lines, files.SelectMany(file => format == LineFormat.Json
            ? Messages(file)
            : [.. _folder.Text(file).Split('\n')[..^1].Select(static l => l.StartsWith(Stamp + " ", StringComparison.Ordinal) ? l[(Stamp.Length + 1)..] : "no stamp: " + l)]));
    }

    [Fact]
    public async Task A_line_without_end_is_one_stamped_line_in_prefix_and_whole_objects_in_json()
    {
        byte[] line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0\u0001é\"", 200_000)));
        await WriteBytesAsync(Sink(LineFormat.Prefix, "prefix"), [.. line.Chunk(LogPump.BufferBytes)]);
        Assert.Equal([.. Encoding.ASCII.GetBytes(Stamp + " "), .. line, (byte)'\n'], File.ReadAllBytes(_folder["prefix"]));
        File.Delete(_folder["prefix"]);

        await WriteBytesAsync(Sink(LineFormat.Json, maxBytes: 100_000, backups: 500), [.. line.Chunk(LogPump.BufferBytes)]);
        string[] objects = [.. FilesByAge().SelectMany(file => _folder.Text(file).Split('\n')[..^1])];
        Assert.True(objects.Length > 20);
        Assert.All(objects, text => Assert.True(text.Length < 64 * 1024));
        Assert.All(objects[..^1], static text => Assert.EndsWith("\",\"partial\":true}", text, StringComparison.Ordinal));
        Assert.Equal(line, Encoding.UTF8.GetBytes(string.Concat(objects.Select(MessageOf))));
        Assert.DoesNotContain("partial", objects[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LineFormat.Prefix, true)]
    [InlineData(LineFormat.Prefix, false)]
    [InlineData(LineFormat.Json, true)]
    [InlineData(LineFormat.Json, false)]
    public async Task The_next_daemon_goes_on_inside_the_line(LineFormat format, bool isPlanned)
    {
        OutputPipeline before = await OpenAsync(Sink(format));
        await WriteAsync(before, "one\nbegin");
        await _pump.Loop.InvokeAsync(() =>
        {
            if (isPlanned)
            {
                before.Finish(isLeft: true);
            }

            before.File!.Release();
        });
        _time.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync(Sink(format) with { IsContinued = true }, "ning\ntwo\n");

        Assert.Equal(
            format == LineFormat.Prefix
                ? $"{Stamp} one\n{Stamp} beginning\n2026-11-02T10:52:28.042Z two\n"
                : $"{Object(Stamp, "one")}{Object(Stamp, "beginning")}{Object("2026-11-02T10:52:28.042Z", "two")}",
            _folder.Text("log"));
    }

    [Theory]
    [InlineData("unfinished", true)]
    [InlineData("{\"time\":\"2026", true)]
    [InlineData("unfinished", false)]
    [InlineData("{\"time\":\"x\",\"message\":\"", false)]
    public async Task What_is_no_beginning_of_such_a_line_is_ended(string left, bool isContinued)
    {
        File.WriteAllText(_folder["log"], "before\n" + left);
        await WriteAsync(Sink(LineFormat.Json) with { IsContinued = isContinued }, "x\n");

        Assert.Equal($"before\n{left}\n{Object(Stamp, "x")}", _folder.Text("log"));
    }

    [Fact]
    public async Task What_follows_a_file_that_has_gone_has_a_stamp_of_its_own()
    {
        OutputPipeline pipeline = await OpenAsync(Sink(LineFormat.Prefix));
        await WriteAsync(pipeline, "one\ncleared");
        Assert.True(await _pump.Loop.InvokeAsync(pipeline.File!.File.Clear));
        await WriteAsync(pipeline, "moved ");
        File.Move(_folder["log"], _folder["moved"]);
        await _pump.ReopenAllAsync();
        await WriteAsync(pipeline, "truncated");
        await _pump.Loop.InvokeAsync(() => File.WriteAllText(_folder["log"], ""));
        await WriteAsync(pipeline, "end\n");

        Assert.Equal($"{Stamp} moved \n", _folder.Text("moved"));
        Assert.Equal($"{Stamp} end\n", _folder.Text("log"));
    }

    [Fact]
    public async Task Escape_sequences_and_messages_are_taken_out_before_and_events_have_no_stamps()
    {
        var events = new StringBuilder();
        var messages = new List<string>();
        await WriteAsync(
            Sink(LineFormat.Json) with
            {
                StripAnsi = true,
                CaptureMaxBytes = 100,
                OutputReceived = data => events.Append(Encoding.UTF8.GetString(data.Span)),
                MessageReceived = data => messages.Add(Encoding.UTF8.GetString(data.Span)),
            },
            "o\e[1mne<!--XSUPERVISOR:BEGIN-->\nping\n<!--XSUPERVISOR:", "END--> on\e[", "0m\ntwo\n");

        Assert.Equal(["one on", "two"], Messages("log"));
        Assert.Equal(["\nping\n"], messages);
        Assert.Equal("one\nping\n on\ntwo\n", events.ToString());
    }

    [Theory]
    [InlineData(LineFormat.Prefix)]
    [InlineData(LineFormat.Json)]
    public async Task A_slow_reader_of_a_fifo_loses_no_line_however_short_they_are(LineFormat format)
    {
        const int Lines = 200_000;
        Assert.True(Shell.Run($"mkfifo '{_folder["fifo"]}'"));
        var pipe = Pipe.Create();
        OutputChannel channel = _pump.Attach(pipe.ReadEnd, Sink(format, "fifo"));
        var writing = Task.Run(() =>
        {
            using var writer = new FileStream(pipe.WriteEnd, FileAccess.Write, bufferSize: 0);
            writer.Write(Encoding.ASCII.GetBytes(new string('\n', Lines)));
        });
        await Shell.UntilAsync(() => channel.BytesRead > 0);

        using var reader = new StreamReader(new FileStream(_folder["fifo"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));
        for (int i = 0; i < Lines; i++)
        {
            string line = (await reader.ReadLineAsync().WaitAsync(Shell.Deadline))!;
            Assert.Equal(format == LineFormat.Json ? Object(Stamp, "").TrimEnd('\n') : $"{Stamp} ", line);
        }

        await writing;
    }

    private static string Object(string stamp, string message) =>
        $"{{\"time\":\"{stamp}\",\"process\":\"program\",\"group\":\"\",\"stream\":\"stdout\",\"message\":\"{message}\"}}\n";

    private static string MessageOf(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("message").GetString()!;
    }

    private static IEnumerable<byte[]> Chunks(byte[] bytes, Random random)
    {
        for (int start = 0; start < bytes.Length;)
        {
            int length = Math.Min(random.Next(1, 3000), bytes.Length - start);
            yield return bytes[start..(start + length)];
            start += length;
        }
    }

    private string[] Messages(string file) => [.. _folder.Text(file).Split('\n')[..^1].Select(MessageOf)];

    // The oldest first: log.12 ... log.1, log.
    private string[] FilesByAge() =>
    [
        .. Directory.GetFiles(_folder.Root).Select(static f => Path.GetFileName(f)!)
            .OrderByDescending(static f => int.TryParse(Path.GetExtension(f).TrimStart('.'), CultureInfo.InvariantCulture, out int age) ? age : 0),
    ];

    private OutputSink Sink(LineFormat format, string file = "log", long maxBytes = 0, int backups = 0) => new()
    {
        ProcessName = "program",
        Stream = "stdout",
        File = new LogFileOptions { Path = _folder[file], MaxBytes = maxBytes, Backups = backups },
        Format = format,
    };

    private Task<OutputPipeline> OpenAsync(OutputSink sink) => _pump.Loop.InvokeAsync(() => new OutputPipeline(_pump, sink, _pump.Files.Acquire(sink.File!)));

    private Task WriteAsync(OutputPipeline pipeline, string text) => WriteAsync(pipeline, Encoding.UTF8.GetBytes(text));

    private Task WriteAsync(OutputPipeline pipeline, byte[] bytes) => _pump.Loop.InvokeAsync(() => pipeline.Write(bytes));

    private Task FinishAsync(params OutputPipeline[] pipelines) => _pump.Loop.InvokeAsync(() =>
    {
        foreach (OutputPipeline pipeline in pipelines)
        {
            pipeline.Finish();
            pipeline.File!.Release();
        }
    });

    private async Task WriteBytesAsync(OutputSink sink, params byte[][] pieces)
    {
        OutputPipeline pipeline = await OpenAsync(sink);
        foreach (byte[] piece in pieces)
        {
            await WriteAsync(pipeline, piece);
        }

        await FinishAsync(pipeline);
    }

    // Texts, and how far the clock moves between them.
    private async Task WriteAsync(OutputSink sink, params object[] steps)
    {
        OutputPipeline pipeline = await OpenAsync(sink);
        foreach (object step in steps)
        {
            if (step is TimeSpan pause)
            {
                _time.Advance(pause);
            }
            else
            {
                await WriteAsync(pipeline, (string)step);
            }
        }

        await FinishAsync(pipeline);
    }
}
