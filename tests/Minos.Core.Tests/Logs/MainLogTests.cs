using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Minos.Configuration;
using Minos.Logs;

namespace Minos.Core.Tests.Logs;

public sealed class MainLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly MainLog _log;
    private readonly LogPump _pump;

    public MainLogTests()
    {
        _log = new MainLog(_time);
        _pump = new LogPump(_log, _time, syslogSocket: _folder["devlog"]);
    }

    public void Dispose()
    {
        _pump.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Lines_have_the_format_of_Supervisor_and_early_ones_come_first_by_weight()
    {
        _log.Info("early info");
        _log.Debug("early debug");
        _log.Critical("early critical");
        _log.Warn("early warning");
        Assert.Equal(0, await OpenAsync());
        _log.Info("later");
        await _log.FlushAsync();

        const string Time = "2026-11-02 10:52:27,042 ";
        Assert.Equal($"{Time}CRIT early critical\n{Time}WARN early warning\n{Time}INFO early info\n{Time}INFO later\n", _folder.Text("main.log"));
    }

    [Theory]
    [InlineData(SupervisorLogLevel.Critical, "CRIT")]
    [InlineData(SupervisorLogLevel.Error, "ERRO")]
    [InlineData(SupervisorLogLevel.Warn, "WARN")]
    [InlineData(SupervisorLogLevel.Info, "INFO")]
    [InlineData(SupervisorLogLevel.Debug, "DEBG")]
    [InlineData(SupervisorLogLevel.Trace, "TRAC")]
    [InlineData(SupervisorLogLevel.Blather, "BLAT")]
    public async Task Each_level_has_its_name_and_hides_the_lesser_ones(SupervisorLogLevel level, string name)
    {
        await OpenAsync(level);
        _log.Write(level - 1, "hidden");
        _log.Write(level, "shown");
        await _log.FlushAsync();

        Assert.False(_log.IsEnabled(level - 1));
        Assert.Equal($"2026-11-02 10:52:27,042 {name} shown\n", _folder.Text("main.log"));
    }

    [Fact]
    public async Task Reopening_ends_the_old_file_with_a_line_that_says_so()
    {
        await OpenAsync();
        File.Move(_folder["main.log"], _folder["main.old"]);
        Assert.True(await _log.ReopenAsync());
        _log.Info("new");
        await _log.FlushAsync();

        Assert.EndsWith("INFO supervisord logreopen\n", _folder.Text("main.old"), StringComparison.Ordinal);
        Assert.EndsWith("INFO new\n", Assert.Single(File.ReadAllLines(_folder["main.log"])) + "\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clearing_leaves_an_empty_file()
    {
        await OpenAsync();
        _log.Info("old");
        Assert.True(await _log.ClearAsync());
        await _log.FlushAsync();

        Assert.Equal("", _folder.Text("main.log"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_reported_and_throws_nothing()
    {
        _pump.Start();
        int error = await _log.OpenAsync(new MainLogOptions { File = new LogFileOptions { Path = _folder["none/main.log"] } }, _pump);
        _log.Info("lost");
        await _log.FlushAsync();

        Assert.Equal(2, error);
    }

    [Fact]
    public async Task A_full_queue_drops_and_says_how_many()
    {
        for (int i = 0; i < MainLog.MaxQueuedMessages + 5; i++)
        {
            _log.Info("message");
        }

        await OpenAsync();
        await _log.FlushAsync();

        string[] lines = File.ReadAllLines(_folder["main.log"]);
        Assert.Equal(MainLog.MaxQueuedMessages + 1, lines.Length);
        Assert.EndsWith("WARN 5 messages were dropped: the log could not be written fast enough", lines[^1], StringComparison.Ordinal);
        Assert.Equal(5, _log.DroppedMessages);
    }

    [Fact]
    public async Task Messages_of_many_threads_arrive_whole_and_in_each_threads_order()
    {
        await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _log.Info(string.Create(CultureInfo.InvariantCulture, $"{thread} {i}"));
            }
        })));
        await _log.CloseAsync();

        ILookup<string, int> numbers = File.ReadAllLines(_folder["main.log"]).Select(line => line.Split(' '))
            .ToLookup(parts => parts[3], parts => int.Parse(parts[4], CultureInfo.InvariantCulture));
        Assert.Equal(4, numbers.Count);
        Assert.All(numbers, thread => Assert.Equal(Enumerable.Range(0, 1000), thread));
    }

    [Fact]
    public async Task Syslog_gets_each_line_with_the_same_text()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        socket.Bind(new UnixDomainSocketEndPoint(_folder["devlog"]));
        _pump.Start();
        await _log.OpenAsync(new MainLogOptions { Syslog = true }, _pump);
        _log.Warn("one\ntwo\n");

        Assert.Equal("<14>Nov  2 10:52:27 supervisord: 2026-11-02 10:52:27,042 WARN one", Receive(socket));
        Assert.Equal("<14>Nov  2 10:52:27 supervisord: 2026-11-02 10:52:27,042 WARN two", Receive(socket));
    }

    [Fact]
    public void The_configuration_says_where_it_goes()
    {
        var settings = new DaemonSettings { LogFile = "/var/log/x.log", LogFileMaxBytes = 7, LogFileBackups = 3, NoDaemon = true, PidFile = "", ChildLogDirectory = "" };
        MainLogOptions options = MainLogOptions.From(settings);

        Assert.Equal(new LogFileOptions { Path = "/var/log/x.log", MaxBytes = 7, Backups = 3 }, options.File);
        Assert.True(options.EchoToStandardOutput);
        Assert.False(MainLogOptions.From(settings with { Silent = true }).EchoToStandardOutput);
        Assert.True(MainLogOptions.From(settings with { LogFile = "syslog" }) is { Syslog: true, File: null });
    }

    internal static string Receive(Socket socket)
    {
        byte[] buffer = new byte[64 * 1024];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }

    private Task<int> OpenAsync(SupervisorLogLevel level = SupervisorLogLevel.Info)
    {
        _pump.Start();
        return _log.OpenAsync(new MainLogOptions { File = new LogFileOptions { Path = _folder["main.log"] }, Level = level }, _pump);
    }
}
