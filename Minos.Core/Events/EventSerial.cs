namespace Minos.Events;

/// <summary>Counts events from 0. One counter for all pools lasts as long as the daemon's process; each pool has one of its own.</summary>
public sealed class EventSerial
{
    private long _last;

    /// <summary>Makes a counter that begins with 0.</summary>
    public EventSerial()
        : this(-1)
    {
    }

    internal EventSerial(long last)
    {
        _last = last;
    }

    /// <summary>The next number; 0 follows 2^63-1.</summary>
    public long Next() => _last = _last == long.MaxValue ? 0 : _last + 1;
}
