using System.Diagnostics;
using System.Globalization;
using Minos.Daemon.Tests.Control;
using Minos.Tests;

namespace Minos.Daemon.Tests.Web;

/// <summary>A daemon with some programs, as it is built, and a browser.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private Process? _daemon;
    private string _directory = "";
    private Browser? _browser;

    public int Port { get; private set; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/");

    internal async Task<BrowserPage> OpenAsync()
    {
        // Here and not before the tests: this is where a test can be skipped.
        _browser ??= await Browser.StartAsync();
        if (_daemon is null)
        {
            await StartDaemonAsync();
        }

        return await _browser.OpenAsync();
    }

    /// <summary>Adds to a file in the daemon's directory.</summary>
    public Task AppendAsync(string file, string text) => File.AppendAllTextAsync(Path.Combine(_directory, file), text);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_daemon is not null)
        {
            using Process terminate = CommandRunner.Start("/bin/kill", ["-TERM", _daemon.Id.ToString(CultureInfo.InvariantCulture)]);
            using var deadline = new CancellationTokenSource(Browser.Deadline);
            await _daemon.WaitForExitAsync(deadline.Token);
            _daemon.Dispose();
            Directory.Delete(_directory, recursive: true);
        }
    }

    private async Task StartDaemonAsync()
    {
        Port = LoopbackPort.Take();
        _directory = Directory.CreateTempSubdirectory("minos-web-").FullName;
        string configuration = Path.Combine(_directory, "supervisord.conf");
        await File.WriteAllTextAsync(configuration, Configuration());
        _daemon = CommandRunner.Start(CommandRunner.Executable, ["-n", "-c", configuration]);
        _daemon.BeginOutputReadLine();
        _daemon.BeginErrorReadLine();
        using var client = new HttpClient();
        using var deadline = new CancellationTokenSource(Browser.Deadline);
        while (true)
        {
            try
            {
                if ((await client.GetStringAsync(new Uri($"{Url}ok.html"), deadline.Token)) == "OK")
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20, deadline.Token);
            }
        }
    }

    private string Configuration() =>
        $"""
        [supervisord]
        logfile={_directory}/main.log
        pidfile={_directory}/pid
        childlogdir={_directory}
        identifier=shop-frontend
        [inet_http_server]
        port=127.0.0.1:{Port}
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
        [program:web]
        command=sleep 1000
        numprocs=3
        process_name=web_%(process_num)02d
        [program:very-long]
        command=sleep 1000
        numprocs=2
        process_name=a-name-that-somebody-has-given-without-any-place-to-break-it-{new string('z', 60)}-%(process_num)d
        [program:nginx]
        command=sleep 1000
        http_url=http://localhost:8080/
        [program:mailer]
        command=sleep 1000
        startsecs=0
        autostart=false
        [program:busy]
        command=/bin/sh -c 'while :; do :; done'
        [program:missing]
        command=/usr/bin/nope-{Port}
        startretries=0
        [program:migrate]
        command=/bin/echo migrated
        startsecs=0
        autorestart=false
        [program:logger]
        command=tail -n 100 -F {_directory}/feed {_directory}/none
        stderr_logfile={_directory}/logger-err.log
        [program:select]
        command=sleep 1000
        numprocs=2
        process_name=part-%(process_num)d
        startsecs=0
        [program:cycle]
        command=sleep 1000
        startsecs=0
        [program:team]
        command=sleep 1000
        numprocs=2
        process_name=%(process_num)d
        startsecs=0
        """;
}
