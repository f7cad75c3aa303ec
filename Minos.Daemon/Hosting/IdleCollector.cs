namespace Minos.Daemon.Hosting;

/// <summary>Gives memory back to the system when the daemon has come to rest.</summary>
/// <remarks>
/// A collection of the runtime's leaves the pages that it will need if all goes on as before. But a supervisor is busy when its programs
/// start and when somebody asks, and idle otherwise: one more collection follows when there has been none for a while. Nothing looks at it
/// periodically, the runtime's own collections start the clock.
/// </remarks>
internal static class IdleCollector
{
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(2);
    private static readonly Timer s_timer = new(static _ => Collect());
    private static int s_isOwn;

    /// <summary>Begins; the first time with what the daemon's own start leaves behind. Once, while the kernel still grants the timer's thread.</summary>
    internal static void Start()
    {
        _ = new Sentinel();
        Wait();
    }

    private static void Wait() => _ = s_timer.Change(s_rest, Timeout.InfiniteTimeSpan);

    private static void Collect()
    {
        s_isOwn = 1;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Garbage from its beginning: every collection finalizes one, which makes the next.</summary>
    private sealed class Sentinel
    {
        ~Sentinel()
        {
            _ = new Sentinel();
            if (Interlocked.Exchange(ref s_isOwn, 0) == 0)
            {
                Wait();
            }
        }
    }
}
