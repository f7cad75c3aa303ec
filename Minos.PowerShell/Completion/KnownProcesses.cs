using System.Collections.Concurrent;
using Minos.Fleet;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;
using Minos.Rpc;

namespace Minos.PowerShell.Completion;

/// <summary>The processes of hosts for completion: asked for as the cmdlets do, through ssh where a port does not answer, and kept.</summary>
internal static class KnownProcesses
{
    // Who types waits so long for hosts that have never been asked, enough for a login, and so long when there is something to offer already.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan s_shortPatience = TimeSpan.FromMilliseconds(200);

    // A login that takes longer than anybody waits is still good for the next time.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_connectTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(5);
    private static readonly SemaphoreSlim s_free = new(32);
    private static readonly ConcurrentDictionary<MinosHost, Answer> s_answers = new(HostComparer.Instance);

    /// <summary>What is known after a time that nobody minds.</summary>
    internal static IEnumerable<string> Of(IEnumerable<MinosHost> hosts)
    {
        Answer[] answers = [.. hosts.Select(static host => s_answers.AddOrUpdate(host, static host => new Answer(AskAsync(host), null), Refresh))];
        bool isNew = Array.Exists(answers, static answer => answer.Before is null);
        _ = Task.WhenAll(answers.Select(static answer => answer.Names)).Wait(isNew ? s_patience : s_shortPatience);
        return answers.SelectMany(static answer => answer.Now ?? []);
    }

    private static Answer Refresh(MinosHost host, Answer last) =>
        last.Names.IsCompleted && TimeProvider.System.GetElapsedTime(last.Time) >= s_memory ? new Answer(AskAsync(host), last.Now ?? []) : last;

    private static async Task<string[]?> AskAsync(MinosHost host)
    {
        await s_free.WaitAsync().ConfigureAwait(false);
        try
        {
            await Task.Yield();
            using var limit = new CancellationTokenSource(s_limit);
            using var connector = new SupervisorConnector(s_connectTime);
            RpcClientOptions options = host.Options with { ConnectTimeout = s_connectTime };
            using RpcClient client = host.Target is { } target ? connector.Connect(target, options) : new RpcClient(host.Address, options);
            RpcValue answer = await client.CallAsync("supervisor.getAllProcessInfo", limit.Token).ConfigureAwait(false);
            return [.. MinosProcess.List(host, answer).Select(static process => process.Name)];
        }
        catch (Exception exception) when (ErrorRecords.IsOfHost(exception) || exception is OperationCanceledException)
        {
            return null;
        }
        finally
        {
            s_free.Release();
        }
    }

    /// <param name="Names">Null when the host does not answer.</param>
    /// <param name="Before">What was known when it was asked; null for the first time.</param>
    private sealed record Answer(Task<string[]?> Names, string[]? Before)
    {
        internal long Time { get; } = TimeProvider.System.GetTimestamp();

        internal string[]? Now => Names.IsCompletedSuccessfully ? Names.Result ?? Before : Before;
    }
}
