namespace Minos.Native;

/// <summary>Working directory and file mode mask of this process.</summary>
public static class WorkingContext
{
    /// <summary>Enters a directory (man 2 chdir).</summary>
    /// <returns>0, or the error number.</returns>
    public static int Enter(string directory) => Libc.ChangeDirectory(directory) == 0 ? 0 : Errno.Last;

    /// <summary>Sets the mask (man 2 umask).</summary>
    public static void SetUmask(int mask) => _ = Libc.Umask((uint)mask);

    /// <summary>Nothing that is made from now on may be written by everybody, whatever mask this process has been given.</summary>
    public static void ForbidWritingByOthers()
    {
        uint inherited = Libc.Umask(0x3F); // 077, until it is set
        _ = Libc.Umask(inherited | 2);
    }
}
