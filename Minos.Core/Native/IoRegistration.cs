namespace Minos.Native;

/// <summary>One descriptor watched by an <see cref="EventLoop"/>. Used on the loop's thread only.</summary>
/// <remarks>
/// The owner disposes of it before it closes the descriptor. Each registration has a number that is never used again, so that an
/// event that was already fetched for a descriptor that has since been closed, and perhaps reused, reaches nobody.
/// </remarks>
public sealed class IoRegistration : IDisposable
{
    private readonly EventLoop _loop;
    private IoEvents _interest;
    private bool _disposed;

    internal IoRegistration(EventLoop loop, int descriptor, long token, IoEvents interest, Action<IoEvents> handler)
    {
        _loop = loop;
        Descriptor = descriptor;
        Token = token;
        _interest = interest;
        Handler = handler;
    }

    internal int Descriptor { get; }

    internal long Token { get; }

    internal Action<IoEvents> Handler { get; }

    /// <summary>What the descriptor is watched for; setting it changes the watch at once.</summary>
    public IoEvents Interest
    {
        get => _interest;
        set
        {
            if (!_disposed && value != _interest)
            {
                _interest = value;
                _loop.Modify(this);
            }
        }
    }

    /// <summary>Stops watching. No event arrives afterwards, not even one that was fetched before.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _loop.Unregister(this);
        }
    }
}
