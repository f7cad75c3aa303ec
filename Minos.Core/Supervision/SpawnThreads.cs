namespace Minos.Supervision;

/// <summary>Does work that is mostly waiting on two threads: the caller's and one of its own.</summary>
internal sealed class ThreadPair : IDisposable
{
    private readonly object _gate = new();
    private readonly Thread _helper;
    private Action<int>? _work;
    private int _next;
    private int _end;
    private bool _isHelping;
    private bool _isDisposed;

    /// <summary>Starts the second thread, which sleeps until there is something to share.</summary>
    internal ThreadPair(string name)
    {
        _helper = new Thread(Help, maxStackSize: 512 * 1024) { IsBackground = true, Name = name };
        _helper.Start();
    }

    /// <summary>Calls <paramref name="work"/> with 0, 1, ... in this order, two of the calls at a time, and waits for all of them.</summary>
    /// <param name="count">How many calls.</param>
    /// <param name="work">Does not throw.</param>
    internal void Run(int count, Action<int> work)
    {
        lock (_gate)
        {
            (_work, _next, _end) = (work, 0, count);
            if (count > 1)
            {
                Monitor.PulseAll(_gate);
            }
        }

        while (TryTake(out int turn))
        {
            work(turn);
        }

        lock (_gate)
        {
            while (_isHelping)
            {
                _ = Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Ends the second thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        _helper.Join();
    }

    private void Help()
    {
        while (WaitForWork())
        {
            while (TryTake(out int turn))
            {
                _work!(turn);
            }

            lock (_gate)
            {
                _isHelping = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (_next == _end && !_isDisposed)
            {
                _ = Monitor.Wait(_gate);
            }

            _isHelping = !_isDisposed;
            return _isHelping;
        }
    }

    private bool TryTake(out int turn)
    {
        lock (_gate)
        {
            turn = _next;
            if (turn == _end)
            {
                return false;
            }

            _next++;
            return true;
        }
    }
}
