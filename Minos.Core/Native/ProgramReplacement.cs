using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>Another program in the place of this one (man 2 execve): same process, same children, and the descriptors that are handed on.</summary>
public static class ProgramReplacement
{
    /// <summary>Executes it. Returns only when that fails; then nothing has changed.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">argv.</param>
    /// <param name="environment"><c>NAME=value</c> each.</param>
    /// <param name="kept">Descriptors that stay open, with their numbers; all others close.</param>
    /// <param name="limit">What the program sees as the limit on open files is what this one was given.</param>
    /// <returns>The error number.</returns>
    public static unsafe int Execute(
        string path, IReadOnlyCollection<string> arguments, IReadOnlyCollection<string> environment, IReadOnlyCollection<int> kept, DescriptorLimit? limit)
    {
        using var file = new NativeStringArray([path]);
        using var argv = new NativeStringArray(arguments);
        using var variables = new NativeStringArray(environment);
        byte* empty = stackalloc byte[128];
        byte* before = stackalloc byte[128];
        _ = Libc.SigEmptySet(empty);
        _ = Libc.ThreadSignalMask(Libc.SetSignalMask, empty, before);
        foreach (int descriptor in kept)
        {
            _ = Libc.Fcntl(descriptor, Libc.FcntlSetDescriptorFlags, 0);
        }

        limit?.Lower();
        _ = Libc.Execute(file.Pointer[0], argv.Pointer, variables.Pointer);
        int errno = Errno.Last;
        limit?.Restore();
        foreach (int descriptor in kept)
        {
            _ = Libc.Fcntl(descriptor, Libc.FcntlSetDescriptorFlags, Libc.DescriptorCloseOnExec);
        }

        _ = Libc.ThreadSignalMask(Libc.SetSignalMask, before, null);
        return errno;
    }

    /// <summary>Makes a file in memory for what the program is to read.</summary>
    /// <exception cref="IOException">There is no memory, or no descriptor.</exception>
    public static SafeFileHandle CreateMemory(ReadOnlySpan<byte> content)
    {
        int descriptor = Libc.CreateMemoryFile("upgrade", 1); // MFD_CLOEXEC
        if (descriptor < 0)
        {
            throw Errno.Exception("memfd_create", Errno.Last);
        }

        var memory = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(memory, content, 0);
        return memory;
    }

    /// <summary>Takes a descriptor over that the program before this one has handed on.</summary>
    /// <param name="descriptor">Its number.</param>
    /// <param name="ownsHandle">The handle closes it.</param>
    public static SafeFileHandle Take(int descriptor, bool ownsHandle = true)
    {
        _ = Libc.Fcntl(descriptor, Libc.FcntlSetDescriptorFlags, Libc.DescriptorCloseOnExec);
        return new SafeFileHandle(descriptor, ownsHandle);
    }

    /// <summary>Opens this program's own file, even when it has been replaced or removed.</summary>
    public static SafeFileHandle OpenSelf() => Take(Libc.Open("/proc/self/exe", Libc.CloseOnExec, 0));
}
