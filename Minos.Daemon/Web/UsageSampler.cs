using Minos.Native;

namespace Minos.Daemon.Web;

/// <summary>Turns what the kernel has counted into what is used now. One thread at a time.</summary>
/// <param name="time">The clock between two samples.</param>
internal sealed class UsageSampler(TimeProvider time)
{
    private Dictionary<int, (ProcessUsage Usage, long At)> _last = [];

    /// <summary>Samples some processes; those that have ended are left out, those seen for the first time have used no CPU.</summary>
    public List<UsageSample> Sample(IReadOnlyCollection<int> pids)
    {
        var now = new Dictionary<int, (ProcessUsage, long)>(pids.Count);
        var samples = new List<UsageSample>(pids.Count);
        foreach (int pid in pids)
        {
            if (!ProcessUsage.TryRead(pid, out ProcessUsage usage))
            {
                continue;
            }

            long at = time.GetTimestamp();
            now[pid] = (usage, at);
            double cpu = 0;
            if (_last.TryGetValue(pid, out (ProcessUsage Usage, long At) last) && last.Usage.StartTicks == usage.StartTicks)
            {
                double elapsed = time.GetElapsedTime(last.At, at).TotalSeconds;
                cpu = elapsed > 0 ? Math.Max(0, (usage.CpuTime - last.Usage.CpuTime).TotalSeconds / elapsed * 100) : 0;
            }

            samples.Add(new UsageSample(pid, cpu, usage.ResidentBytes));
        }

        _last = now;
        return samples;
    }
}
