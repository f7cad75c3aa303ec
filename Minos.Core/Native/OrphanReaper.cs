using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;

namespace Minos.Native;

/// <summary>As PID 1, whoever has lost its parent is this process's child (man 7 pid_namespaces): it is waited for, so that no zombie stays.</summary>
/// <remarks>
/// No handler for SIGCHLD: with one the runtime reaps every child, and exit statuses are lost. A thread waits for any child to end, leaves it
/// as it is, and takes it only when this process has not started it. A start and that look exclude each other: a child that ends before its
/// number is known here is no orphan.
/// </remarks>
public static class OrphanReaper
{
    private const int FirstProcess = 1;
    private const int AnyChild = 0; // P_ALL
    private const int ByPid = 1; // P_PID
    private const int PidOffset = 16; // siginfo_t.si_pid
    private const int InfoSize = 128;
    private static readonly TimeSpan s_ownChildInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_noChildInterval = TimeSpan.FromMilliseconds(500);
    private static readonly ConcurrentDictionary<int, int> s_own = new();

    /// <summary>Held over a start; null where there is nothing to reap.</summary>
    internal static object? StartGate { get; } = IsNeeded ? new() : null;

    private static bool IsNeeded => Environment.ProcessId == FirstProcess;

    /// <summary>Begins, when this is PID 1. After the children of the program before this one have been taken over.</summary>
    public static void Start()
    {
        if (IsNeeded)
        {
            new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "orphans" }.Start();
        }
    }

    /// <summary>This process waits for that child itself.</summary>
    internal static void Own(int pid)
    {
        if (IsNeeded)
        {
            _ = s_own.AddOrUpdate(pid, 1, static (_, count) => count + 1);
        }
    }

    /// <summary>That child has been waited for: its number may be another's.</summary>
    internal static void Disown(int pid)
    {
        if (IsNeeded)
        {
            _ = s_own.AddOrUpdate(pid, 0, static (_, count) => count - 1);
            _ = s_own.TryRemove(new KeyValuePair<int, int>(pid, 0));
        }
    }

    private static void Run()
    {
        while (true)
        {
            int pid = Wait(AnyChild, 0, Libc.WaitLeave);
            if (pid <= 0)
            {
                Thread.Sleep(s_noChildInterval);
                continue;
            }

            bool isOwn;
            lock (StartGate!)
            {
                isOwn = s_own.ContainsKey(pid);
                if (!isOwn)
                {
                    _ = Wait(ByPid, pid, Libc.WaitNoHang);
                }
            }

            if (isOwn)
            {
                // It is waited for in a moment, and hides those behind it.
                ReapOthers();
                Thread.Sleep(s_ownChildInterval);
            }
        }
    }

    private static void ReapOthers()
    {
        lock (StartGate!)
        {
            foreach (string task in Directory.GetDirectories("/proc/self/task"))
            {
                foreach (string word in ChildrenOf(task))
                {
                    if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && !s_own.ContainsKey(pid))
                    {
                        _ = Wait(ByPid, pid, Libc.WaitNoHang);
                    }
                }
            }
        }
    }

    private static string[] ChildrenOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            // The thread has ended.
            return [];
        }
    }

    /// <returns>The child; 0 for none, -1 for an error.</returns>
    private static unsafe int Wait(int type, int id, int options)
    {
        byte* info = stackalloc byte[InfoSize];
        var span = new Span<byte>(info, InfoSize);
        span.Clear();
        return Libc.WaitId(type, id, info, Libc.WaitExited | options) == 0 ? BinaryPrimitives.ReadInt32LittleEndian(span[PidOffset..]) : -1;
    }
}
