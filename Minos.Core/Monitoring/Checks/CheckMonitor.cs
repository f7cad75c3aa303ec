using Minos.Events;
using Minos.Monitoring.Alerts;
using Minos.Rpc;

namespace Minos.Monitoring.Checks;

/// <summary>A monitor that looks at each TICK: beside the event path, and one look at a time.</summary>
internal abstract class CheckMonitor : IMonitor
{
    private Task _check = Task.CompletedTask;

    protected CheckMonitor(MonitorContext context)
    {
        Context = context;
        Desk = new AlertDesk(context);
        Restarter = new ProcessRestarter(context);
    }

    protected MonitorContext Context { get; }

    protected AlertDesk Desk { get; }

    protected ProcessRestarter Restarter { get; }

    public void Handle(ReceivedEvent received)
    {
        if (received.Name.StartsWith("TICK", StringComparison.Ordinal) && _check.IsCompleted)
        {
            _check = Task.Run(RunAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A restart that has begun must not be left at its half.
        await Task.WhenAny(_check, Task.Delay(TimeSpan.FromSeconds(5))).ConfigureAwait(false);
        await Desk.DisposeAsync().ConfigureAwait(false);
    }

    protected abstract Task CheckAsync();

    /// <summary>Every process as the daemon sees it.</summary>
    protected async Task<IReadOnlyList<RpcStruct>> ProcessesAsync() =>
        [.. (await Context.Client.CallAsync("supervisor.getAllProcessInfo").ConfigureAwait(false)).AsArray().Select(i => i.AsStruct())];

    private async Task RunAsync()
    {
        try
        {
            var notes = new List<string>();
            await Restarter.StartOwedAsync(notes).ConfigureAwait(false);
            notes.ForEach(Context.Log.Write);
            await CheckAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RpcFault or RpcHttpException or RpcConnectionException or MalformedRpcException or TimeoutException)
        {
            Context.Log.Write($"Exception retrieving process info {exception.Message}, not acting");
        }
    }
}
