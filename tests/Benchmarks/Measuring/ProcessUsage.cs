using System.Globalization;

namespace Minos.Benchmarks.Measuring;

/// <summary>What the kernel says of a process (man 5 proc).</summary>
internal static class ProcessUsage
{
    /// <summary>Time on a processor of all threads that live, in milliseconds. From schedstat, which counts nanoseconds, not ticks.</summary>
    internal static double CpuMilliseconds(int pid)
    {
        double sum = 0;
        foreach (string thread in Directory.GetDirectories($"/proc/{pid}/task"))
        {
            try
            {
                sum += long.Parse(File.ReadAllText(thread + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e6;
            }
            catch (IOException)
            {
                // The thread ended in between.
            }
        }

        return sum;
    }

    /// <summary>Resident memory in megabytes (10^6 bytes).</summary>
    internal static double ResidentMegabytes(int pid)
    {
        string line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
