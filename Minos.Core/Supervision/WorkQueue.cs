namespace Minos.Supervision;

/// <summary>A queue between threads. Its one reader takes everything at once, and sleeps while there is nothing.</summary>
/// <remarks>The reader of a <see cref="System.Collections.Concurrent.BlockingCollection{T}"/> offers its processor to others some hundred times before it
/// sleeps: with 200 programs to start, two thirds of what the journal's thread needed.</remarks>
internal sealed class WorkQueue<T>
{
    private readonly object _gate = new();
    private List<T> _items = [];
    private bool _isUrgent;
    private bool _isCompleted;

    /// <summary>Adds an item; nothing once the queue has been completed.</summary>
    /// <param name="item">The item.</param>
    /// <param name="isUrgent">The reader does not wait for more of them.</param>
    internal void Add(T item, bool isUrgent)
    {
        lock (_gate)
        {
            if (_isCompleted)
            {
                return;
            }

            _items.Add(item);
            if (_items.Count == 1 || (isUrgent && !_isUrgent))
            {
                Monitor.Pulse(_gate);
            }

            _isUrgent |= isUrgent;
        }
    }

    /// <summary>No more is added; the reader gets what there is.</summary>
    internal void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for something.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="gathering">How long more for what may follow, unless something is urgent.</param>
    /// <param name="items">What was there, in order; empty after <paramref name="patience"/>.</param>
    /// <returns>False when the queue is completed and empty.</returns>
    internal bool Take(TimeSpan patience, TimeSpan gathering, out List<T> items)
    {
        lock (_gate)
        {
            if (_items.Count == 0 && !_isCompleted)
            {
                _ = Monitor.Wait(_gate, patience);
            }

            if (_items.Count > 0 && !_isUrgent && !_isCompleted)
            {
                _ = Monitor.Wait(_gate, gathering);
            }

            items = _items;
            _items = [];
            _isUrgent = false;
            return items.Count > 0 || !_isCompleted;
        }
    }
}
