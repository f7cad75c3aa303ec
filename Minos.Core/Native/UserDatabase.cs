using System.Runtime.InteropServices;
using System.Text;
using Minos.Configuration;

namespace Minos.Native;

/// <summary>The users and groups of this machine by the C library's name services (man 3 getpwnam_r, man 3 getgrnam_r).</summary>
public static partial class UserDatabase
{
    private const int RangeError = 34; // ERANGE: the buffer is too small
    private const int FirstBufferSize = 1024;
    private const int LargestBufferSize = 1024 * 1024;

    private delegate int Query<T>(out T record, Span<byte> buffer, out nint found)
        where T : struct;

    /// <summary>The real uid of this process.</summary>
    public static uint CurrentUserId => GetUid();

    /// <summary>The user called <paramref name="name"/>; null if there is none.</summary>
    public static UserIdentity? FindUser(string name) => name.Contains('\0') ? null : Find(
        (out Passwd record, Span<byte> buffer, out nint found) => GetPwNam(name, out record, buffer, (nuint)buffer.Length, out found),
        ToIdentity);

    /// <summary>The user with the number <paramref name="userId"/>; null if there is none.</summary>
    public static UserIdentity? FindUser(uint userId) => Find(
        (out Passwd record, Span<byte> buffer, out nint found) => GetPwUid(userId, out record, buffer, (nuint)buffer.Length, out found),
        ToIdentity);

    /// <summary>The gid of the group called <paramref name="name"/>; null if there is none.</summary>
    public static uint? FindGroup(string name) => name.Contains('\0') ? null : Find(
        (out Group record, Span<byte> buffer, out nint found) => GetGrNam(name, out record, buffer, (nuint)buffer.Length, out found),
        group => (uint?)group.Id);

    /// <summary>Whether a group has the number <paramref name="groupId"/>.</summary>
    public static bool GroupExists(uint groupId) => Find(
        (out Group record, Span<byte> buffer, out nint found) => GetGrGid(groupId, out record, buffer, (nuint)buffer.Length, out found),
        _ => true);

    private static TResult? Find<TRecord, TResult>(Query<TRecord> query, Func<TRecord, TResult?> convert)
        where TRecord : struct
    {
        for (int size = FirstBufferSize; ; size *= 4)
        {
            // The record's strings lie in the buffer, which must not move until they have been copied.
            byte[] buffer = GC.AllocateUninitializedArray<byte>(size, pinned: true);
            int error = query(out TRecord record, buffer, out nint found);
            if (error != RangeError || size >= LargestBufferSize)
            {
                TResult? result = error == 0 && found != 0 ? convert(record) : default;
                GC.KeepAlive(buffer);
                return result;
            }
        }
    }

    private static UserIdentity ToIdentity(Passwd user) => new(Text(user.Name), user.UserId, user.GroupId, Text(user.Home));

    private static unsafe string Text(nint address) =>
        address == 0 ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)address));

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial uint GetUid();

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetPwNam(string name, out Passwd record, Span<byte> buffer, nuint size, out nint found);

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static partial int GetPwUid(uint userId, out Passwd record, Span<byte> buffer, nuint size, out nint found);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGrNam(string name, out Group record, Span<byte> buffer, nuint size, out nint found);

    [LibraryImport("libc", EntryPoint = "getgrgid_r")]
    private static partial int GetGrGid(uint groupId, out Group record, Span<byte> buffer, nuint size, out nint found);

    [StructLayout(LayoutKind.Sequential)]
    private struct Passwd
    {
        public nint Name;
        public nint Password;
        public uint UserId;
        public uint GroupId;
        public nint Gecos;
        public nint Home;
        public nint Shell;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Group
    {
        public nint Name;
        public nint Password;
        public uint Id;
        public nint Members;
    }
}
