using System.Runtime.InteropServices;

namespace Minos.Native;

/// <summary>Names, owners and modes of files, where .NET has no call for it.</summary>
public static partial class FileNames
{
    /// <summary>Gives a file a second name, unless that name is taken (man 2 link).</summary>
    /// <returns>0, or the error number (man 3 errno), EEXIST when the name is taken.</returns>
    public static int Link(string existing, string name) => CallLink(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Changes the owner of a file, not following a symbolic link (man 2 lchown).</summary>
    /// <param name="path">The file.</param>
    /// <param name="userId">uid; -1 leaves it.</param>
    /// <param name="groupId">gid; -1 leaves it.</param>
    /// <returns>0, or the error number (man 3 errno).</returns>
    public static int ChangeOwner(string path, long userId, long groupId) =>
        CallChangeOwner(path, unchecked((uint)userId), unchecked((uint)groupId)) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Changes the permissions of a file (man 2 chmod).</summary>
    /// <returns>0, or the error number (man 3 errno).</returns>
    public static int ChangeMode(string path, int mode) => CallChangeMode(path, (uint)mode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Removes a name, not following a symbolic link (man 2 unlink).</summary>
    /// <returns>0, or the error number (man 3 errno), ENOENT when there is no such name.</returns>
    public static int Remove(string path) => CallRemove(path) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Gives a file, directory or symbolic link another name, in place of what has that name (man 2 rename).</summary>
    /// <returns>0, or the error number (man 3 errno).</returns>
    public static int Replace(string path, string name) => Libc.Rename(path, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Reserves room on the disk (man 2 fallocate); the new part reads as zeros. A file system that can't counts as done.</summary>
    /// <returns>0, or the error number (man 3 errno), ENOSPC when there is no room.</returns>
    public static int Reserve(Microsoft.Win32.SafeHandles.SafeFileHandle file, long length) =>
        CallReserve((int)file.DangerousGetHandle(), 0, 0, length) == 0 || Marshal.GetLastPInvokeError() is Errno.ENOTSUP or Errno.ENOSYS
            ? 0
            : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int CallReserve(int file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallLink(string existing, string name);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallChangeOwner(string path, uint userId, uint groupId);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallChangeMode(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallRemove(string path);
}
