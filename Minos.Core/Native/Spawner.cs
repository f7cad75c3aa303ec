using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>Starts programs as children of this process: each in a session of its own, with default signals, an empty signal mask, nothing
/// open above descriptor 2 and the original limit on open files.</summary>
/// <remarks>
/// posix_spawn does all that when neither user nor umask change; otherwise this program is executed again as a <see cref="Trampoline"/>.
/// The calling thread waits until the program has been executed, so starts have a thread of their own.
/// A child's ends of its pipes are opened for reading and writing: it keeps its pipes alive when the daemon dies.
/// </remarks>
public sealed class Spawner(SelfExecutable self, DescriptorLimit limit)
{
    private const int SignalKill = 9;

    /// <summary>Starts a program and returns once it has been executed.</summary>
    /// <exception cref="SpawnException">It could not be started; the stage and the error number say why.</exception>
    public SpawnedProcess Spawn(SpawnRequest request)
    {
        using PreparedSpawn prepared = Prepare(request);
        return Take(prepared, Execute(prepared, DescriptorTable.Shared));
    }

    /// <summary>Opens a program's pipes.</summary>
    /// <returns>What <see cref="Execute(PreparedSpawn, DescriptorTable)"/> takes; the caller disposes of it after that too.</returns>
    /// <exception cref="SpawnException">They cannot be opened.</exception>
    public PreparedSpawn Prepare(SpawnRequest request)
    {
        var pipes = new StandardPipes();
        try
        {
            pipes.Open(request);
            return pipes.Newest is not { } newest || limit.HasRoomAfter(newest)
                ? new PreparedSpawn(request, pipes)
                : throw new SpawnException(SpawnStage.Pipes, Errno.EMFILE, request.FileName);
        }
        catch (IOException exception)
        {
            pipes.Dispose();
            throw new SpawnException(SpawnStage.Pipes, exception.HResult, request.FileName);
        }
        catch (SpawnException)
        {
            pipes.Dispose();
            throw;
        }
    }

    /// <summary>Makes the process and returns once its program has been executed. From any thread, several at once.</summary>
    /// <param name="prepared">The program.</param>
    /// <param name="table">The calling thread's.</param>
    /// <returns>Its id, for <see cref="Take"/>.</returns>
    /// <exception cref="SpawnException">It could not be started; the stage and the error number say why.</exception>
    internal int Execute(PreparedSpawn prepared, DescriptorTable table)
    {
        try
        {
            return NeedsTrampoline(prepared.Request)
                ? SpawnThroughTrampoline(prepared.Request, prepared.Pipes, table)
                : SpawnDirectly(prepared.Request, prepared.Pipes, table);
        }
        catch (IOException exception)
        {
            throw new SpawnException(SpawnStage.Pipes, exception.HResult, prepared.Request.FileName);
        }
    }

    /// <summary>Takes hold of a program that has been executed, with the daemon's ends of its pipes.</summary>
    /// <exception cref="SpawnException">There are no descriptors left; the process has been ended.</exception>
    public SpawnedProcess Take(PreparedSpawn prepared, int pid)
    {
        int pidFd = Libc.PidFdOpen(pid);
        if (pidFd < 0)
        {
            int errno = Errno.Last;
            _ = Libc.Kill(pid, SignalKill);
            Reap(pid);
            throw new SpawnException(errno == Errno.EMFILE ? SpawnStage.Pipes : SpawnStage.Fork, errno, prepared.Request.FileName);
        }

        StandardPipes pipes = prepared.Pipes;
        return new SpawnedProcess(
            pid, limit.MoveAbove(new SafeFileHandle(pidFd, ownsHandle: true)),
            pipes.TakeParentEnd(0, limit), pipes.TakeParentEnd(1, limit), pipes.TakeParentEnd(2, limit))
        {
            Pipes = prepared.Numbers,
        };
    }

    private static bool NeedsTrampoline(SpawnRequest request) =>
        request.Umask is not null || (request.User is not null && request.User.UserId != Libc.GetEffectiveUserId());

    private int SpawnDirectly(SpawnRequest request, StandardPipes pipes, DescriptorTable table)
    {
        using var actions = new SpawnActions(table);
        pipes.AddTo(actions);
        if (request.ThirdDescriptor is { } third)
        {
            actions.Duplicate(third, 3);
        }

        actions.CloseFrom(request.ThirdDescriptor is null ? 3 : 4);
        if (request.Directory is not null)
        {
            actions.ChangeDirectory(request.Directory);
        }

        int errno = Execute(request.FileName, request.Arguments, request.Environment, actions, out int pid);
        if (errno == 0)
        {
            return pid;
        }

        SpawnStage stage = errno is Errno.EAGAIN or 12 ? SpawnStage.Fork
            : request.Directory is not null && !CanEnter(request.Directory) ? SpawnStage.Directory
            : SpawnStage.Execute;
        throw new SpawnException(stage, errno, stage == SpawnStage.Directory ? request.Directory! : request.FileName);
    }

    private int SpawnThroughTrampoline(SpawnRequest request, StandardPipes pipes, DescriptorTable table)
    {
        using SafeFileHandle message = Trampoline.WriteRequest(request, limit.Children);
        using Pipe report = Pipe.Create();
        using var actions = new SpawnActions(table);
        pipes.AddTo(actions);

        // Numbers of 10 and more, so that neither duplicate overwrites the other's source.
        using SafeFileHandle messageCopy = DuplicateAbove(message, 10);
        using SafeFileHandle reportCopy = DuplicateAbove(report.WriteEnd, 10);
        actions.Duplicate((int)messageCopy.DangerousGetHandle(), Trampoline.RequestDescriptor);
        actions.Duplicate((int)reportCopy.DangerousGetHandle(), Trampoline.ErrorDescriptor);
        actions.CloseFrom(Trampoline.ErrorDescriptor + 1);

        string[] arguments = ["minosd", .. self.Prefix, Trampoline.Argument];
        int errno = Execute(self.Path, arguments, OwnEnvironment(), actions, out int pid);
        if (errno != 0)
        {
            throw new SpawnException(SpawnStage.Fork, errno, request.FileName);
        }

        report.WriteEnd.Dispose();
        reportCopy.Dispose();
        ReadReport(report.ReadEnd, pid, request);
        return pid;
    }

    private static unsafe void ReadReport(SafeFileHandle readEnd, int pid, SpawnRequest request)
    {
        long report;
        nint count;
        do
        {
            count = Libc.Read((int)readEnd.DangerousGetHandle(), (byte*)&report, sizeof(long));
        }
        while (count < 0 && Errno.Last == Errno.EINTR);

        if (count == sizeof(long))
        {
            Reap(pid);
            var stage = (SpawnStage)(report >> 32);
            throw new SpawnException(stage, (int)report, stage switch
            {
                SpawnStage.Directory => request.Directory!,
                SpawnStage.User => request.User!.UserId.ToString(),
                _ => request.FileName,
            });
        }
    }

    private static unsafe void Reap(int pid)
    {
        const int ByPid = 1; // P_PID
        byte* info = stackalloc byte[128];
        while (Libc.WaitId(ByPid, pid, info, Libc.WaitExited) != 0 && Errno.Last == Errno.EINTR)
        {
        }

        OrphanReaper.Disown(pid);
    }

    private static List<string> OwnEnvironment()
    {
        List<string> variables = ProcessVariables.ToList();
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            // The JIT compiler's writable mappings come from a file that only the old user may map.
            variables.Add("DOTNET_EnableWriteXorExecute=0");
        }

        return variables;
    }

    private static SafeFileHandle DuplicateAbove(SafeFileHandle handle, int minimum)
    {
        int copy = Libc.Fcntl((int)handle.DangerousGetHandle(), Libc.FcntlDuplicateCloseOnExec, minimum);
        return copy >= 0 ? new SafeFileHandle(copy, ownsHandle: true) : throw Errno.Exception("fcntl", Errno.Last);
    }

    private static bool CanEnter(string directory) => Directory.Exists(directory) && Libc.Access(directory, 1) == 0;

    private unsafe int Execute(string file, IReadOnlyCollection<string> argv, IReadOnlyCollection<string> environ, SpawnActions actions, out int pid)
    {
        byte* attributes = stackalloc byte[Libc.SpawnStructSize];
        byte* signals = stackalloc byte[128];
        _ = Libc.SpawnAttributesInit(attributes);
        _ = Libc.SpawnAttributesSetFlags(attributes, Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask | Libc.SpawnSetSession);
        _ = Libc.SigFillSet(signals);
        _ = Libc.SpawnAttributesSetSignalDefaults(attributes, signals);
        _ = Libc.SigEmptySet(signals);
        _ = Libc.SpawnAttributesSetSignalMask(attributes, signals);
        using var path = new NativeStringArray([file]);
        using var arguments = new NativeStringArray(argv);
        using var environment = new NativeStringArray(environ);

        // A gate of its own where no orphans are reaped: starts do not wait for each other there.
        lock (OrphanReaper.StartGate ?? new object())
        {
            limit.Lower();
            try
            {
                int errno = Libc.PosixSpawn(out pid, path.Pointer[0], actions.Pointer, attributes, arguments.Pointer, environment.Pointer);
                if (errno == 0)
                {
                    OrphanReaper.Own(pid);
                }

                return errno;
            }
            finally
            {
                limit.Restore();
                _ = Libc.SpawnAttributesDestroy(attributes);
            }
        }
    }
}
