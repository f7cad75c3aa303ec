using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>The other end of a pipe that some process has open.</summary>
internal static class ForeignPipe
{
    private const int Input = 0;

    /// <summary>Opens the daemon's end of a process's standard stream, non-blocking.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="stream">0, 1 or 2.</param>
    /// <param name="number">The pipe; 0 for none.</param>
    /// <param name="limit">Where the descriptor's number begins.</param>
    /// <returns>Null when the process has that pipe no more, whatever its streams are now.</returns>
    internal static SafeFileHandle? TryOpen(int pid, int stream, long number, DescriptorLimit limit)
    {
        if (number == 0)
        {
            return null;
        }

        if (InheritedPipes.TryTake(number) is { } inherited)
        {
            return limit.MoveAbove(inherited);
        }

        // A program may have moved its stdout to another number; the pipe is the same.
        IEnumerable<string> others = Descriptors(pid);
        return others.Prepend($"/proc/{pid}/fd/{stream}").Where(path => IsPipe(path, number)).Select(path => Open(path, stream, number, limit))
            .FirstOrDefault(static handle => handle is not null);
    }

    /// <summary>Every process that has one of the pipes open, this one left out.</summary>
    internal static IEnumerable<int> FindHolders(PipeNumbers pipes)
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid != Environment.ProcessId
                && (IsPipe($"/proc/{pid}/fd/0", pipes.Input) || IsPipe($"/proc/{pid}/fd/1", pipes.Output) || IsPipe($"/proc/{pid}/fd/2", pipes.Error)))
            {
                yield return pid;
            }
        }
    }

    private static SafeFileHandle? Open(string path, int stream, long number, DescriptorLimit limit)
    {
        int direction = stream == Input ? Libc.OpenWriteOnly : Libc.OpenReadOnly;
        int descriptor = Libc.Open(path, direction | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (descriptor < 0)
        {
            return null;
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if ((long)FileStatus.Of(handle).Identity.Inode != number)
        {
            handle.Dispose();
            return null;
        }

        return limit.MoveAbove(handle);
    }

    private static bool IsPipe(string path, long number)
    {
        try
        {
            return number != 0 && new FileInfo(path).LinkTarget == string.Create(CultureInfo.InvariantCulture, $"pipe:[{number}]");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] Descriptors(int pid)
    {
        try
        {
            return Directory.GetFileSystemEntries($"/proc/{pid}/fd");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
