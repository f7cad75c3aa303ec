using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Connections;
using Minos.Rpc;

namespace Minos.PowerShell.Completion;

/// <summary>What completion offers; it never fails and never makes anybody wait who types.</summary>
internal static class Candidates
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<string, (long Time, Task<string[]> Names)> s_processes = new();

    internal static IEnumerable<CompletionResult> Complete(string word, IEnumerable<string> names)
    {
        string start = word.Trim('\'', '"');
        return [.. names.Distinct().Where(name => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.OrdinalIgnoreCase)
            .Select(static name => new CompletionResult(Quote(name), name, CompletionResultType.ParameterValue, name))];
    }

    internal static IReadOnlyList<HostGroup> Groups(IDictionary bound) =>
        HostGroupsFile.TryRead(bound["ConfigurationFile"] as string ?? HostGroupsFile.Find(Environment.CurrentDirectory));

    internal static IReadOnlyList<MinosHost> Hosts(IDictionary bound)
    {
        var options = new RpcClientOptions { ConnectTimeout = s_patience };
        string[] uris = Strings(bound, "Uri");
        return uris.Length > 0
            ? [.. uris.Select(uri => MinosHost.FromUri(uri, options))]
            : HostSelector.Select(Groups(bound), Strings(bound, "Group"), Strings(bound, "ComputerName"), options).Hosts;
    }

    internal static string[] Processes(IDictionary bound)
    {
        Task<string[]>[] asked = [.. Hosts(bound).Select(Ask)];
        _ = Task.WhenAll(asked).Wait(s_patience);
        return [.. asked.Where(static task => task.IsCompletedSuccessfully).SelectMany(static task => task.Result)];
    }

    private static Task<string[]> Ask(MinosHost host) => s_processes.AddOrUpdate(
        host.ServerUrl,
        _ => (TimeProvider.System.GetTimestamp(), AskAsync(host)),
        (_, known) => TimeProvider.System.GetElapsedTime(known.Time) < s_memory ? known : (TimeProvider.System.GetTimestamp(), AskAsync(host))).Names;

    private static async Task<string[]> AskAsync(MinosHost host)
    {
        try
        {
            await Task.Yield();
            using var limit = new CancellationTokenSource(s_memory);
            using var client = new RpcClient(host.ServerUrl, host.Options);
            return [.. MinosProcess.List(host, await client.CallAsync("supervisor.getAllProcessInfo", limit.Token).ConfigureAwait(false)).Select(static process => process.Name)];
        }
        catch (Exception exception) when (Errors.ErrorRecords.IsOfHost(exception) || exception is OperationCanceledException)
        {
            return [];
        }
    }

    private static string[] Strings(IDictionary bound, string name) => bound[name] switch
    {
        string one => [one],
        IEnumerable many => [.. many.Cast<object>().Select(static item => item.ToString() ?? "")],
        _ => [],
    };

    private static string Quote(string name) =>
        name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':') ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
