using System.Diagnostics;

namespace Minos.Benchmarks.Measuring;

/// <summary>CLOCK_MONOTONIC, the clock that the C programs beside this one write down (man 2 clock_gettime).</summary>
internal static class Clock
{
    /// <summary>Nanoseconds since an arbitrary moment, the same for every process.</summary>
    internal static long Nanoseconds => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    /// <summary>Milliseconds since a value of <see cref="Nanoseconds"/>.</summary>
    internal static double MillisecondsSince(long begin) => (Nanoseconds - begin) / 1e6;
}
