namespace Minos.Daemon.Hosting;

/// <summary>Makes every thread that the daemon's pool will ever have, before it is needed.</summary>
/// <remarks>
/// The runtime makes threads as it needs them and ends the process when the kernel refuses one. A user's limit of processes (man 2
/// setrlimit, RLIMIT_NPROC) and a service's (systemd's TasksMax) count threads, and are reached by the programs that the daemon supervises:
/// that must not be its end. That threads are kept is set in the project file (ThreadsToKeepAlive).
/// </remarks>
internal static class WorkerThreads
{
    private const int Least = 32;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    internal static void Reserve()
    {
        int count = Math.Max(Least, Environment.ProcessorCount);
        ThreadPool.GetMinThreads(out int workers, out int completions);
        _ = ThreadPool.SetMinThreads(count, completions);
        var all = new CountdownEvent(count);
        for (int i = 0; i < count; i++)
        {
            _ = ThreadPool.UnsafeQueueUserWorkItem(
                static all =>
                {
                    _ = all.Signal();
                    _ = all.Wait(s_patience);
                },
                all,
                preferLocal: false);
        }

        _ = all.Wait(s_patience);
        _ = ThreadPool.SetMinThreads(workers, completions);
        _ = ThreadPool.SetMaxThreads(count, completions);
    }
}
