using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Core.Tests.Native;

/// <summary>Real children.</summary>
internal static class Children
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    /// <summary>The built daemon, which is its own trampoline.</summary>
    public static SelfExecutable Daemon { get; } = new(FindDaemon(), []);

    public static Spawner Spawner(DescriptorLimit? limit = null) => new(Daemon, limit ?? DescriptorLimit.Unchanged);

    public static SpawnRequest Request(params string[] command) => new()
    {
        FileName = command[0],
        Arguments = command,
        Environment = ["PATH=/bin:/usr/bin", "LC_ALL=C"],
    };

    public static SpawnRequest Shell(string script) => Request("/bin/sh", "-c", script);

    /// <summary>The same through the trampoline, which a mask makes necessary.</summary>
    public static SpawnRequest Through(this SpawnRequest request, bool trampoline) => trampoline ? request with { Umask = 0x12 } : request;

    public static async Task<(ExitStatus Status, string Output, string Error)> RunAsync(SpawnRequest request, DescriptorLimit? limit = null)
    {
        using SpawnedProcess child = Spawner(limit).Spawn(request);
        ExitStatus status = await WaitAsync(child);
        return (status, Read(child.Output), Read(child.Error));
    }

    public static async Task<ExitStatus> WaitAsync(SpawnedProcess child) => await Task.Run(child.Wait).WaitAsync(s_deadline);

    /// <summary>Checks that something leaves no descriptor open and no child behind.</summary>
    /// <remarks>
    /// What leaks does so every time. The runtime, and what tests before this one have left to the collector, open and close descriptors once, at
    /// a moment of their own: then it is done again.
    /// </remarks>
    public static async Task AssertLeavesNothingAsync(Func<Task> action)
    {
        long start = Stopwatch.GetTimestamp();
        int[] before, after;
        do
        {
            before = OwnDescriptors();
            await action();
            after = OwnDescriptors();
        }
        while (!before.SequenceEqual(after) && Stopwatch.GetElapsedTime(start) < s_deadline);

        Assert.Equal(before, after);
        Assert.Equal("", OwnChildren());
    }

    /// <summary>What is left in the pipe of a child that has ended.</summary>
    public static string Read(SafeFileHandle? pipe)
    {
        if (pipe is null)
        {
            return "";
        }

        using var stream = new FileStream(pipe, FileAccess.Read, 1);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static unsafe void Write(SafeFileHandle pipe, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            Assert.Equal(bytes.Length, (int)Libc.Write((int)pipe.DangerousGetHandle(), start, (nuint)bytes.Length));
        }
    }

    /// <summary>Reads what is there now.</summary>
    /// <returns>The number of bytes; 0 at the end; less when nothing is there.</returns>
    public static unsafe int ReadSome(SafeFileHandle pipe, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)Libc.Read((int)pipe.DangerousGetHandle(), start, (nuint)buffer.Length);
        }
    }

    public static int[] OwnDescriptors() =>
        [.. new DirectoryInfo("/proc/self/fd").GetFileSystemInfos().Where(f => f.LinkTarget is not null).Select(f => int.Parse(f.Name)).Order()];

    public static string OwnChildren() => string.Concat(
        Directory.GetDirectories("/proc/self/task").Select(task => Path.Combine(task, "children")).Where(File.Exists).Select(File.ReadAllText)).Trim();

    private static string FindDaemon()
    {
        // tests/Minos.Core.Tests/bin/Debug/net10.0 -> Minos.Daemon/bin/Debug/net10.0
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        string root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "Minos.Daemon", "bin", output.Parent.Name, output.Name, "minosd");
    }
}
