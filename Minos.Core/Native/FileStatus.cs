using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>What kind of file it is, which one, and its size (man 2 statx).</summary>
/// <remarks>.NET's own file information has neither the inode nor the kind of special files.</remarks>
public readonly partial record struct FileStatus
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint BasicStats = 0x7ff; // STATX_BASIC_STATS
    private const int KindMask = 0xF000; // S_IFMT
    private const int KindSocket = 0xC000; // S_IFSOCK
    private const int KindRegular = 0x8000; // S_IFREG
    private const int KindDirectory = 0x4000; // S_IFDIR
    private const int AnyExecute = 0x49; // 0111

    /// <summary>The file's device and inode: equal for two names of one file, different after a rotation by rename.</summary>
    public FileIdentity Identity { get; private init; }

    /// <summary>Size in bytes.</summary>
    public long Length { get; private init; }

    /// <summary>When the content last changed.</summary>
    public DateTimeOffset LastWriteTime { get; private init; }

    /// <summary>Kind and permissions, as in <c>st_mode</c>.</summary>
    public int Mode { get; private init; }

    /// <summary>An ordinary file: it has a size and can be read at an offset.</summary>
    public bool IsRegularFile => (Mode & KindMask) == KindRegular;

    /// <summary>A directory.</summary>
    public bool IsDirectory => (Mode & KindMask) == KindDirectory;

    /// <summary>Somebody may execute it.</summary>
    public bool IsExecutable => (Mode & AnyExecute) != 0;

    /// <summary>A unix domain socket.</summary>
    public bool IsSocket => (Mode & KindMask) == KindSocket;

    /// <summary>Asks for the status of a path.</summary>
    /// <param name="path">The path; symbolic links are followed.</param>
    /// <param name="status">The status.</param>
    /// <returns>False when the path does not exist or cannot be reached.</returns>
    public static bool TryGet(string path, out FileStatus status) => Query(CurrentDirectory, path, 0, out status) == 0;

    /// <summary>As <see cref="TryGet(string, out FileStatus)"/>, but of a symbolic link itself.</summary>
    public static bool TryGetNoFollow(string path, out FileStatus status) => Query(CurrentDirectory, path, NoFollow, out status) == 0;

    /// <summary>Asks for the status of an open file.</summary>
    /// <exception cref="IOException">The descriptor cannot be asked.</exception>
    public static FileStatus Of(SafeFileHandle file)
    {
        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);
            int error = Query((int)file.DangerousGetHandle(), "", EmptyPath, out FileStatus status);
            return error == 0 ? status : throw new IOException(new Win32Exception(error).Message);
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    private static unsafe int Query(int directory, string path, int flags, out FileStatus status)
    {
        StatxBuffer buffer;
        if (Statx(directory, path, flags, BasicStats, &buffer) != 0)
        {
            status = default;
            return Marshal.GetLastPInvokeError();
        }

        status = new FileStatus
        {
            Identity = new FileIdentity(((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor, buffer.Inode),
            Length = (long)buffer.Size,
            LastWriteTime = DateTimeOffset.FromUnixTimeSeconds(buffer.WriteSeconds).AddTicks(buffer.WriteNanoseconds / 100),
            Mode = buffer.Mode,
        };
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, StatxBuffer* buffer);

    // The same on every architecture, which is why it is used and not struct stat.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long WriteSeconds;

        [FieldOffset(120)]
        public uint WriteNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
