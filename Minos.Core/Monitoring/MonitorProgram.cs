using Minos.Configuration.CommandLine;
using Minos.Events;
using Minos.Monitoring.Options;
using Minos.Native;
using Minos.Rpc;

namespace Minos.Monitoring;

/// <summary>Runs a monitor as an event listener, under minosd or under Debian's supervisord.</summary>
public static class MonitorProgram
{
    private const int UsageError = 2;
    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;

    /// <summary>Whether a sub-command is a monitor.</summary>
    public static bool Knows(string name) => Find(name) is not null;

    /// <summary>Runs it until the daemon closes its stdin, or a signal ends it.</summary>
    /// <returns>The exit status: 0, or 2 when it cannot start.</returns>
    public static async Task<int> RunAsync(
        string name, IReadOnlyList<string> arguments, Stream input, Stream output, TextWriter help, TextWriter error)
    {
        MonitorDescription description = Find(name) ?? throw new ArgumentException($"{name} is no monitor", nameof(name));
        var log = new MonitorLog(error);
        try
        {
            if (description.Parse(arguments) is not { } settings)
            {
                help.Write(description.Help);
                return 0;
            }

            if (Environment.GetEnvironmentVariable("SUPERVISOR_SERVER_URL") is not { Length: > 0 } url)
            {
                log.Write($"{name} must be run as a supervisor event listener: SUPERVISOR_SERVER_URL is not set");
                return UsageError;
            }

            WarnOfPassword(settings, log);
            using RpcClient client = Connect(url);
            IMonitor monitor = Create(new MonitorContext(name, settings, log, client));
            await using (monitor.ConfigureAwait(false))
            {
                await ListenAsync(monitor, new EventListenerClient(input, output), log).ConfigureAwait(false);
            }

            return 0;
        }
        catch (CommandLineException exception)
        {
            log.Write($"Error: {exception.Message}\nFor help, use minosd {name} -h");
            return UsageError;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or UriFormatException)
        {
            log.Write($"Error: {exception.Message}");
            return UsageError;
        }
    }

    private static MonitorDescription? Find(string name) => MonitorCatalog.All.FirstOrDefault(m => m.Name == name);

    private static IMonitor Create(MonitorContext context) => context.Name switch
    {
        "httpok" => new Checks.HttpMonitor(context),
        "memmon" => new Checks.MemoryMonitor(context),
        "process_exit_monitor" => new ExitScriptMonitor(context),
        _ => new BatchMonitor(context),
    };

    private static RpcClient Connect(string url) => new(url, new RpcClientOptions
    {
        UserName = Environment.GetEnvironmentVariable("SUPERVISOR_USERNAME") ?? "",
        Password = Environment.GetEnvironmentVariable("SUPERVISOR_PASSWORD") ?? "",
    });

    private static void WarnOfPassword(MonitorSettings settings, MonitorLog log)
    {
        if (settings.PasswordGiven)
        {
            log.Write($"Warning: every user of this machine can read --password; use --passwordFile=FILE or the variable {SettingsRules.PasswordVariable}");
        }
    }

    private static async Task ListenAsync(IMonitor monitor, EventListenerClient client, MonitorLog log)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var signals = new SignalSource([SignalInterrupt, SignalTerminate], _ => ended.TrySetResult());
        // Reading stdin blocks its thread, which ends with the process.
        _ = await Task.WhenAny(Task.Run(() => ReadAsync(monitor, client, log)), ended.Task).ConfigureAwait(false);
    }

    private static async Task ReadAsync(IMonitor monitor, EventListenerClient client, MonitorLog log)
    {
        try
        {
            while (true)
            {
                try
                {
                    if (await client.ReceiveAsync(CancellationToken.None).ConfigureAwait(false) is not { } received)
                    {
                        return;
                    }

                    monitor.Handle(received);
                }
                catch (EventProtocolException exception)
                {
                    log.Write($"Malformed event, left out: {exception.Message}");
                }

                await client.AnswerAsync(isProcessed: true, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (IOException exception)
        {
            log.Write($"The daemon is gone: {exception.Message}");
        }
    }
}
