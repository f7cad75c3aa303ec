using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>The part of a start that posix_spawn cannot do: this program, executed again, becomes the user and then the child's program.</summary>
/// <remarks>
/// No managed code may run in a forked child, so the daemon starts itself with <see cref="Argument"/>. The request comes on
/// descriptor 3, an error goes back on descriptor 4, which the final execve closes: end of file means success.
/// </remarks>
public static class Trampoline
{
    /// <summary>The argument that makes this program a trampoline.</summary>
    public const string Argument = "--exec-trampoline";

    internal const int RequestDescriptor = 3;
    internal const int ErrorDescriptor = 4;
    private const int SignalPipe = 13;
    private const int FailedToSpawn = 127;

    /// <summary>Runs as the trampoline. Does not return when all goes well.</summary>
    /// <returns>127; the reason has been reported to the daemon.</returns>
    public static int Run()
    {
        _ = Libc.Fcntl(ErrorDescriptor, Libc.FcntlSetDescriptorFlags, Libc.DescriptorCloseOnExec);
        (SpawnStage stage, int errno) = Become(ReadRequest());
        Report(stage, errno);
        return FailedToSpawn;
    }

    internal static SafeFileHandle WriteRequest(SpawnRequest request, ulong descriptorLimit)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(request.FileName);
            WriteStrings(writer, request.Arguments);
            WriteStrings(writer, request.Environment);
            writer.Write(request.Directory ?? "");
            writer.Write(request.Umask ?? -1);
            writer.Write(descriptorLimit);
            writer.Write(request.User is not null);
            writer.Write(request.User?.Name ?? "");
            writer.Write(request.User?.UserId ?? 0);
            writer.Write(request.User?.GroupId ?? 0);
        }

        int descriptor = Libc.CreateMemoryFile("spawn", 1); // MFD_CLOEXEC
        if (descriptor < 0)
        {
            throw new SpawnException(SpawnStage.Pipes, Errno.Last, request.FileName);
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            RandomAccess.Write(handle, stream.GetBuffer().AsSpan(0, (int)stream.Length), 0);
            return handle;
        }
        catch
        {
            // Not left to the finalizer: on its thread the number may be another descriptor's (DescriptorTable).
            handle.Dispose();
            throw;
        }
    }

    private static void WriteStrings(BinaryWriter writer, IReadOnlyCollection<string> strings)
    {
        writer.Write(strings.Count);
        foreach (string s in strings)
        {
            writer.Write(s);
        }
    }

    private static string[] ReadStrings(BinaryReader reader)
    {
        string[] strings = new string[reader.ReadInt32()];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = reader.ReadString();
        }

        return strings;
    }

    private static Request ReadRequest()
    {
        _ = Libc.Seek(RequestDescriptor, 0, 0);
        using var stream = new FileStream(new SafeFileHandle(RequestDescriptor, ownsHandle: true), FileAccess.Read);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        return new Request(
            reader.ReadString(), ReadStrings(reader), ReadStrings(reader), reader.ReadString(), reader.ReadInt32(), reader.ReadUInt64(),
            reader.ReadBoolean(), reader.ReadString(), reader.ReadUInt32(), reader.ReadUInt32());
    }

    /// <summary>The order is Supervisor's: the user before the directory, so that the user's rights decide whether it may be entered.</summary>
    private static unsafe (SpawnStage Stage, int Errno) Become(Request request)
    {
        Libc.ResourceLimit limit;
        _ = Libc.ProcessLimit(0, Libc.ResourceFiles, null, &limit);
        limit.Soft = Math.Min(request.DescriptorLimit, limit.Hard);
        if (Libc.ProcessLimit(0, Libc.ResourceFiles, &limit, null) != 0)
        {
            return (SpawnStage.Limits, Errno.Last);
        }

        if (request.HasUser && Users.Become(request.UserName, request.UserId, request.GroupId) is not 0 and int refused)
        {
            return (SpawnStage.User, refused);
        }

        if (request.Directory.Length > 0 && Libc.ChangeDirectory(request.Directory) != 0)
        {
            return (SpawnStage.Directory, Errno.Last);
        }

        if (request.Umask >= 0)
        {
            _ = Libc.Umask((uint)request.Umask);
        }

        using var arguments = new NativeStringArray(request.Arguments);
        using var environment = new NativeStringArray(request.Environment);
        using var path = new NativeStringArray([request.FileName]);
        ResetSignals();
        _ = Libc.CloseRange(ErrorDescriptor + 1, uint.MaxValue, 0);
        _ = Libc.Execute(path.Pointer[0], arguments.Pointer, environment.Pointer);
        return (SpawnStage.Execute, Errno.Last);
    }

    /// <summary>The runtime ignores SIGPIPE, and what is ignored stays ignored over an execve.</summary>
    private static unsafe void ResetSignals()
    {
        _ = Libc.Signal(SignalPipe, 0);
        byte* empty = stackalloc byte[128];
        _ = Libc.SigEmptySet(empty);
        _ = Libc.ThreadSignalMask(Libc.SetSignalMask, empty, null);
    }

    private static unsafe void Report(SpawnStage stage, int errno)
    {
        long report = ((long)stage << 32) | (uint)errno;
        _ = Libc.Write(ErrorDescriptor, (byte*)&report, sizeof(long));
    }

    private sealed record Request(
        string FileName, string[] Arguments, string[] Environment, string Directory, int Umask, ulong DescriptorLimit,
        bool HasUser, string UserName, uint UserId, uint GroupId);
}
