using Minos.Native;

namespace Minos.Supervision;

/// <summary>Two threads that execute programs, which is mostly waiting for the kernel, each with a table of descriptors of its own where that can be.</summary>
internal sealed class SpawnThreads : IDisposable
{
    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private Action<int, DescriptorTable>? _work;
    private int _next;
    private int _end;
    private int _left;
    private bool _isDisposed;

    /// <summary>Starts the threads, which sleep until there is something to do.</summary>
    internal SpawnThreads()
    {
        _threads = [Begin("spawn 1"), Begin("spawn 2")];
    }

    /// <summary>Calls <paramref name="work"/> with 0, 1, ... in this order, two of the calls at a time, and waits for all of them.</summary>
    /// <param name="count">How many calls.</param>
    /// <param name="work">Is told the table of the thread that it is called on. Does not throw, and touches no descriptor but those that it makes or has been given by the table.</param>
    internal void Run(int count, Action<int, DescriptorTable> work)
    {
        lock (_gate)
        {
            (_work, _next, _end, _left) = (work, 0, count, count);
            Monitor.PulseAll(_gate);
            while (_left > 0)
            {
                _ = Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        Array.ForEach(_threads, static thread => thread.Join());
    }

    private Thread Begin(string name)
    {
        var thread = new Thread(Work, maxStackSize: 512 * 1024) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private void Work()
    {
        var table = DescriptorTable.ForThisThread();
        while (TryTake(out int turn))
        {
            _work!(turn, table);
            lock (_gate)
            {
                if (--_left == 0)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    private bool TryTake(out int turn)
    {
        lock (_gate)
        {
            while (_next == _end && !_isDisposed)
            {
                _ = Monitor.Wait(_gate);
            }

            turn = _next;
            if (_next == _end)
            {
                return false;
            }

            _next++;
            return true;
        }
    }
}
