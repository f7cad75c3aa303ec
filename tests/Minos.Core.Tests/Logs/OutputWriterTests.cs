using Minos.Logs;

namespace Minos.Core.Tests.Logs;

/// <summary>The log of a stdout that the supervision thread reads.</summary>
public sealed class OutputWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();
    private readonly LogPump _pump;

    public OutputWriterTests()
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
    public async Task More_than_a_buffer_at_once_is_logged_unchanged(bool isFiltered)
    {
        byte[] data = new byte[700_000];
        Random.Shared.NextBytes(data);
        data.AsSpan().Replace((byte)0x1B, (byte)0);
        OutputWriter writer = Open(isFiltered);
        for (int i = 0; i < data.Length; i += 70_000)
        {
            writer.Write(data.AsSpan(i, 70_000));
        }

        await CloseAsync(writer);
        Assert.Equal(data, File.ReadAllBytes(_folder["log"]));
        Assert.Empty(_log.Messages);
    }

    [Fact]
    public async Task It_is_in_the_log_without_being_asked_for()
    {
        OutputWriter writer = Open();
        await _pump.Loop.InvokeAsync(static () => { });
        writer.Write("READY\n"u8);
        using var deadline = new CancellationTokenSource(Shell.Deadline);
        while (_folder.Text("log") != "READY\n")
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await CloseAsync(writer);
    }

    [Fact]
    public async Task An_upgrade_finds_it_in_the_log()
    {
        OutputWriter writer = Open();
        string text = await _pump.Loop.InvokeAsync(() =>
        {
            // On the pump's thread, so that its timer cannot be first.
            writer.Write("RESULT 2\nOK"u8);
            _pump.FlushWriters();
            return _folder.Text("log");
        });
        Assert.Equal("RESULT 2\nOK", text);
        await CloseAsync(writer);
    }

    [Fact]
    public async Task What_comes_faster_than_it_can_be_written_is_dropped_and_counted()
    {
        OutputWriter writer = Open();
        await _pump.Loop.InvokeAsync(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                writer.Write(new byte[64 * 1024]);
            }
        });
        await CloseAsync(writer);
        Assert.Equal(1024 * 1024, new FileInfo(_folder["log"]).Length);
        Assert.Equal(["262144 bytes of the stdout of 'listener' were not logged: they came faster than they could be written"], _log.Messages);
    }

    private static async Task CloseAsync(OutputWriter writer)
    {
        var completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        writer.Close(completed.SetResult);
        await completed.Task.WaitAsync(Shell.Deadline);
    }

    private OutputWriter Open(bool isFiltered = false) => _pump.OpenWriter(new OutputSink
    {
        ProcessName = "listener",
        Stream = "stdout",
        File = new LogFileOptions { Path = _folder["log"] },
        StripAnsi = isFiltered,
    });
}
