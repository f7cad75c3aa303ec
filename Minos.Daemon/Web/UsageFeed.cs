namespace Minos.Daemon.Web;

/// <summary>Samples what the processes use while somebody watches, once for all watchers. Ten seconds after the last has gone nothing runs.</summary>
/// <param name="source">Knows the processes.</param>
/// <param name="time">The clock between two samples.</param>
internal sealed class UsageFeed(IProcessSource source, TimeProvider time)
{
    // Whoever goes from one page to another, or loads one again, finds the samples that were taken before.
    private const int TicksWithoutWatchers = 5;
    private const int MaxSamples = 60;
    private const int MaxHistoryBytes = 256 * 1024;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<Action<ReadOnlyMemory<byte>>> _watchers = [];
    private readonly Queue<ReadOnlyMemory<byte>> _history = [];
    private int _historyBytes;
    private bool _isRunning;

    /// <summary>Whether samples are being taken.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _isRunning;
            }
        }
    }

    /// <summary>Hands every sample over, as the message for the page, until the result is disposed of; first those of the last minutes.</summary>
    /// <param name="receive">Called for each; must not block.</param>
    /// <param name="stopping">Set when the daemon ends: nothing is asked of it afterwards.</param>
    public IDisposable Watch(Action<ReadOnlyMemory<byte>> receive, CancellationToken stopping)
    {
        lock (_gate)
        {
            foreach (ReadOnlyMemory<byte> message in _history)
            {
                receive(message);
            }

            _watchers.Add(receive);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = RunAsync(stopping);
            }
        }

        return new Watcher(this, receive);
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        await Task.Yield();
        var sampler = new UsageSampler(time);
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            for (int unwatched = 0; unwatched < TicksWithoutWatchers || !TryStop(); await timer.WaitForNextTickAsync(stopping))
            {
                stopping.ThrowIfCancellationRequested();
                IReadOnlyList<int> pids = await source.GetPidsAsync(stopping);
                unwatched = Publish(LiveMessage.Usage(sampler.Sample(pids))) ? 0 : unwatched + 1;
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon ends.
        }
    }

    /// <returns>Whether anybody watches.</returns>
    private bool Publish(ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            _history.Enqueue(message);
            _historyBytes += message.Length;
            while (_history.Count > MaxSamples || _historyBytes > MaxHistoryBytes)
            {
                _historyBytes -= _history.Dequeue().Length;
            }

            foreach (Action<ReadOnlyMemory<byte>> receive in _watchers)
            {
                receive(message);
            }

            return _watchers.Count > 0;
        }
    }

    private bool TryStop()
    {
        lock (_gate)
        {
            if (_watchers.Count > 0)
            {
                return false;
            }

            _isRunning = false;
            _history.Clear();
            _historyBytes = 0;
            return true;
        }
    }

    private void Remove(Action<ReadOnlyMemory<byte>> receive)
    {
        lock (_gate)
        {
            _ = _watchers.Remove(receive);
        }
    }

    private sealed class Watcher(UsageFeed feed, Action<ReadOnlyMemory<byte>> receive) : IDisposable
    {
        public void Dispose() => feed.Remove(receive);
    }
}
