namespace Minos.Benchmarks.Measuring;

internal static class Waiting
{
    /// <summary>Asks until it is so.</summary>
    /// <exception cref="TimeoutException">It was not within the deadline.</exception>
    internal static async Task UntilAsync(Func<Task<bool>> isSo, string what, TimeSpan pause, int deadlineSeconds = 120)
    {
        long begin = Clock.Nanoseconds;
        while (!await isSo())
        {
            if (Clock.MillisecondsSince(begin) > deadlineSeconds * 1000.0)
            {
                throw new TimeoutException($"{what}: not within {deadlineSeconds} s");
            }

            await Task.Delay(pause);
        }
    }
}
