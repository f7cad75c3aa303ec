namespace Minos.Daemon.Web;

/// <summary>Samples what the processes use while somebody watches, once for all watchers. Without watchers nothing runs.</summary>
/// <param name="source">Knows the processes.</param>
/// <param name="time">The clock between two samples.</param>
internal sealed class UsageFeed(IProcessSource source, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<Action<ReadOnlyMemory<byte>>> _watchers = [];
    private Action? _stop;

    /// <summary>Whether samples are being taken.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _stop is not null;
            }
        }
    }

    /// <summary>Hands every sample over, as the message for the page, until the result is disposed of.</summary>
    public IDisposable Watch(Action<ReadOnlyMemory<byte>> receive)
    {
        lock (_gate)
        {
            _watchers.Add(receive);
            if (_stop is null)
            {
                var running = new CancellationTokenSource();
                _stop = running.Cancel;
                _ = RunAsync(running);
            }
        }

        return new Watcher(this, receive);
    }

    private async Task RunAsync(CancellationTokenSource running)
    {
        await Task.Yield();
        var sampler = new UsageSampler(time);
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            do
            {
                ReadOnlyMemory<byte> message = LiveMessage.Usage(sampler.Sample(await source.GetPidsAsync(running.Token)));
                foreach (Action<ReadOnlyMemory<byte>> receive in Watchers())
                {
                    receive(message);
                }
            }
            while (await timer.WaitForNextTickAsync(running.Token));
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
        finally
        {
            running.Dispose();
        }
    }

    private Action<ReadOnlyMemory<byte>>[] Watchers()
    {
        lock (_gate)
        {
            return [.. _watchers];
        }
    }

    private void Remove(Action<ReadOnlyMemory<byte>> receive)
    {
        lock (_gate)
        {
            if (_watchers.Remove(receive) && _watchers.Count == 0)
            {
                _stop?.Invoke();
                _stop = null;
            }
        }
    }

    private sealed class Watcher(UsageFeed feed, Action<ReadOnlyMemory<byte>> receive) : IDisposable
    {
        public void Dispose() => feed.Remove(receive);
    }
}
