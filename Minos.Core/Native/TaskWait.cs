namespace Minos.Native;

/// <summary>Waits for tasks on threads that have nothing else to do.</summary>
internal static class TaskWait
{
    /// <summary>As <see cref="Task.Wait(TimeSpan)"/>, but asleep from the beginning: that one spins first, which takes the processor from whom it waits for.</summary>
    /// <returns>Whether it has ended in time, however it has.</returns>
    internal static bool Sleep(Task task, TimeSpan patience)
    {
        if (task.IsCompleted)
        {
            return true;
        }

        // Not disposed of: the task may end after the patience.
        var ended = new ManualResetEventSlim(initialState: false, spinCount: 0);
        _ = task.ContinueWith(
            static (_, state) => ((ManualResetEventSlim)state!).Set(), ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return ended.Wait(patience);
    }
}
