namespace Minos.Native;

/// <summary>A one-shot timer of an <see cref="EventLoop"/>. Used on the loop's thread only.</summary>
public sealed class LoopTimer
{
    private readonly EventLoop _loop;

    internal LoopTimer(EventLoop loop, Action callback)
    {
        _loop = loop;
        Callback = callback;
    }

    internal Action Callback { get; }

    /// <summary>The schedule that counts; entries of the loop's queue with another number are stale.</summary>
    internal long Version { get; private set; }

    /// <summary>Whether the timer is due some time.</summary>
    public bool IsScheduled { get; private set; }

    /// <summary>Sets the timer; an earlier setting is forgotten. Zero or less is the loop's next turn, never this call.</summary>
    public void Schedule(TimeSpan due)
    {
        Version++;
        IsScheduled = true;
        _loop.Enqueue(this, due);
    }

    /// <summary>Forgets the setting.</summary>
    public void Cancel()
    {
        Version++;
        IsScheduled = false;
    }

    internal void Fire()
    {
        IsScheduled = false;
        Callback();
    }
}
