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

    /// <summary>The last number; -1 for none yet. It is set to go on where another counter was.</summary>
    public long Last
    {
        get => _last;
        set => _last = value;
    }

    internal EventSerial(long last)
    {
        _last = last;
    }

    /// <summary>The next number; 0 follows 2^63-1.</summary>
    public long Next() => _last = _last == long.MaxValue ? 0 : _last + 1;
}
