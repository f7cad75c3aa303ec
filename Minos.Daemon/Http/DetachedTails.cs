using System.Net.Sockets;
using Minos.Native;

namespace Minos.Daemon.Http;

/// <summary>The followed logs that outlive the web server, because the daemon's program is being, or has been, replaced.</summary>
internal sealed class DetachedTails : IDisposable
{
    private readonly object _lock = new();
    private readonly List<DetachedTail> _tails = [];
    private readonly List<Task> _running = [];
    private CancellationTokenSource _stopping = new();
    private bool _takes;

    /// <summary>What is handed on. Only while nothing runs.</summary>
    public IReadOnlyList<TailState> States
    {
        get
        {
            lock (_lock)
            {
                return [.. _tails.Select(static tail => tail.State)];
            }
        }
    }

    /// <summary>Takes over what the program before this one was sending.</summary>
    public void Inherit(IEnumerable<TailState> states)
    {
        lock (_lock)
        {
            _tails.AddRange(states.Select(DetachedTail.Inherit));
        }

        Start();
    }

    /// <summary>Stops sending, and takes what the web server was sending from now on.</summary>
    public async Task PauseAsync()
    {
        Task[] running;
        lock (_lock)
        {
            _takes = true;
            running = [.. _running];
            _running.Clear();
        }

        await _stopping.CancelAsync();
        await Task.WhenAll(running);
    }

    /// <summary>Sends; as the daemon goes on, the same as after an upgrade.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _takes = false;
            _stopping.Dispose();
            _stopping = new CancellationTokenSource();
            CancellationToken stopping = _stopping.Token;
            _running.AddRange(_tails.Select(tail => Task.Run(() => RunAsync(tail, stopping), CancellationToken.None)));
        }
    }

    /// <summary>Takes a client's connection away from the web server, and what it follows.</summary>
    /// <returns>False when this is no upgrade, or there are no descriptors: then the answer ends.</returns>
    public bool TryTake(Socket socket, LogFollower follower, bool isChunked)
    {
        lock (_lock)
        {
            if (!_takes || DetachedConnection.TryDetach(socket) is not { } connection)
            {
                return false;
            }

            _tails.Add(new DetachedTail(connection, follower, isChunked));
            return true;
        }
    }

    /// <summary>Ends all answers.</summary>
    public async Task EndAsync()
    {
        await PauseAsync();
        lock (_lock)
        {
            _takes = false;
            foreach (DetachedTail tail in _tails)
            {
                tail.End();
                tail.Dispose();
            }

            _tails.Clear();
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(DetachedTail tail, CancellationToken stopping)
    {
        if (await tail.RunAsync(stopping))
        {
            return;
        }

        lock (_lock)
        {
            _tails.Remove(tail);
        }

        tail.Dispose();
    }
}
