using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Minos.Configuration;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>Starts real processes on threads of its own and reports their ends on the supervision thread.</summary>
/// <remarks>A start waits until the kernel has executed the program, which takes as long as the disk takes that holds it.</remarks>
public sealed class ProcessKernel : IProcessKernel, IDisposable
{
    private const int SignalKill = 9;

    /// <summary>How many are announced together. Until they are started they hold six descriptors each below the children's limit.</summary>
    private const int MaxTogether = 8;

    private readonly EventLoop _loop;
    private readonly Spawner _spawner;
    private readonly ProcessEnvironment _environment;
    private readonly DescriptorLimit _descriptors;
    private readonly ProcessJournal? _journal;
    private readonly PipeKeeper? _keeper;
    private readonly WorkQueue<ProcessLaunch> _launches = new();
    private readonly SpawnThreads _threads = new();
    private readonly Thread _thread;
    private TimeSpan _leftPatience = TimeSpan.FromSeconds(1);

    /// <summary>Makes a kernel and starts its thread.</summary>
    /// <param name="loop">The supervision thread.</param>
    /// <param name="spawner">Starts programs.</param>
    /// <param name="environment">Makes the children's environments.</param>
    /// <param name="descriptors">The numbers that descriptors get.</param>
    /// <param name="journal">Told about a start before and after it; null for none.</param>
    /// <param name="keeper">Keeps the children's pipes for the next daemon; null for none.</param>
    public ProcessKernel(
        EventLoop loop, Spawner spawner, ProcessEnvironment environment, DescriptorLimit descriptors, ProcessJournal? journal = null,
        PipeKeeper? keeper = null)
    {
        _keeper = keeper;
        _descriptors = descriptors;
        _journal = journal;
        _loop = loop;
        _spawner = spawner;
        _environment = environment;
        _thread = new Thread(Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = "spawn" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Launch(ProcessLaunch launch) => _launches.Add(launch, isUrgent: true);

    /// <inheritdoc/>
    public IRunningProcess? Adopt(ProcessLaunch launch, JournalEntry entry)
    {
        int pid = entry.Pid;
        long startTicks = entry.StartTicks;
        if (pid == 0 && entry.IsLaunching && SpawnedProcess.Find(entry.Pipes) is var found)
        {
            (pid, startTicks) = found;
        }

        if (pid == 0 || SpawnedProcess.TryAdopt(pid, startTicks, entry.Pipes, _descriptors) is not { } process)
        {
            LogLeft(launch, entry);
            return null;
        }

        launch.Input?.Adopt(process);
        SafeFileHandle? stdout = launch.StdoutReceived is null ? null : process.TakeOutput();
        return new RunningProcess(_loop, process, stdout, launch.Logs.Attach(process), launch, _keeper);
    }

    /// <summary>Ends the threads after the starts that are under way.</summary>
    public void Dispose()
    {
        _launches.Complete();
        _thread.Join();
        _threads.Dispose();
    }

    private void Run()
    {
        while (_launches.Take(Timeout.InfiniteTimeSpan, TimeSpan.Zero, out List<ProcessLaunch> waiting))
        {
            for (int next = 0; next < waiting.Count;)
            {
                Start(PrepareSome(waiting, ref next));
            }
        }
    }

    /// <summary>Prepares the next ones that are to be announced together: fewer where descriptors are scarce, because those that run need fewer.</summary>
    private List<PreparedLaunch> PrepareSome(List<ProcessLaunch> waiting, ref int next)
    {
        var prepared = new List<PreparedLaunch>(MaxTogether);
        bool isFull = false;
        while (next < waiting.Count && prepared.Count < MaxTogether && !isFull)
        {
            ProcessLaunch launch = waiting[next];
            Guard(launch, () =>
            {
                try
                {
                    prepared.Add(Prepare(launch));
                }
                catch (SpawnException exception) when (exception.Errno == Errno.EMFILE && prepared.Count > 0)
                {
                    isFull = true;
                }
            });
            next += isFull ? 0 : 1;
        }

        return prepared;
    }

    /// <summary>Waits once for the journal and the log pump, and executes what has been prepared, two at a time: whoever executes a program waits for
    /// the kernel.</summary>
    private void Start(List<PreparedLaunch> prepared)
    {
        // Not noted, they are started all the same: the journal has said what that means.
        _ = _journal?.Flush();
        List<PreparedLaunch> ready = prepared.FindAll(launch => Try(launch, launch.LogCheck));
        _descriptors.Lower();
        try
        {
            _threads.Run(ready.Count, (i, table) => ready[i].Execute(_spawner, table));
        }
        finally
        {
            _descriptors.Restore();
        }

        // Only now can their descriptors be given numbers above the children's limit.
        foreach (PreparedLaunch launch in ready)
        {
            _ = Try(launch, () => Finish(launch));
            launch.Spawn.Dispose();
        }
    }

    private void Guard(ProcessLaunch launch, Action action)
    {
        try
        {
            action();
        }
        catch (SpawnFailure failure)
        {
            _loop.Post(() => launch.Failed(failure));
        }
        catch (SpawnException exception)
        {
            SpawnFailure failure = SpawnFailures.From(exception, launch.Settings);
            _loop.Post(() => launch.Failed(failure));
        }
        catch (Exception exception)
        {
            _loop.Post(() => launch.Failed(new SpawnFailure(
                SpawnFailureKind.SpawnError, $"unknown error making dispatchers for '{launch.Settings.Name}': {exception.Message}")));
        }
    }

    /// <summary>Does something for a launch that has been announced; when that fails, the launch has failed.</summary>
    private bool Try(PreparedLaunch prepared, Action action)
    {
        bool succeeds = false;
        Guard(prepared.Launch, () =>
        {
            try
            {
                action();
                succeeds = true;
            }
            catch (Exception exception)
            {
                throw GiveUp(prepared, exception);
            }
        });
        return succeeds;
    }

    /// <returns>What the launch has failed with.</returns>
    private Exception GiveUp(PreparedLaunch prepared, Exception exception)
    {
        ProcessLaunch launch = prepared.Launch;
        launch.Input?.Release();
        _keeper?.Drop(prepared.Spawn.Numbers);
        prepared.Spawn.Dispose();
        if (exception is not SpawnException reason)
        {
            return exception;
        }

        SpawnFailure failure = SpawnFailures.From(reason, launch.Settings);
        if (failure.ChildMessage is not null)
        {
            launch.Logs.AppendFailure(failure.ChildMessage);
        }

        return failure;
    }

    private void Finish(PreparedLaunch prepared)
    {
        ProcessLaunch launch = prepared.Launch;
        SpawnedProcess child = _spawner.Take(prepared.Spawn, prepared.GetPid());
        if (launch.Entry is { } entry && child.StartTicks != 0)
        {
            _journal?.Note(entry with { Pid = child.Pid, StartTicks = child.StartTicks, Pipes = child.Pipes, IsLaunching = false });
        }

        SafeFileHandle? stdout = launch.StdoutReceived is null ? null : child.TakeOutput();

        _loop.Post(() => Report(launch, child, stdout));
    }

    /// <summary>On the supervision thread. Its output is read from then on, so that events about it come after those about the start.</summary>
    private void Report(ProcessLaunch launch, SpawnedProcess child, SafeFileHandle? stdout)
    {
        RunningProcess running;
        try
        {
            running = new RunningProcess(_loop, child, stdout, launch.Logs.Attach(child), launch, _keeper);
        }
        catch (IOException exception)
        {
            // Nobody would learn of its end.
            Abandon(child);
            launch.Input?.Release();
            launch.Failed(new SpawnFailure(SpawnFailureKind.SpawnError, $"cannot watch '{launch.Settings.Name}': {exception.Message}"));
            return;
        }

        launch.Started(running);
    }

    private static void Abandon(SpawnedProcess child)
    {
        _ = child.Signal(SignalKill, group: true);
        _ = Task.Run(() =>
        {
            _ = child.Wait();
            child.Dispose();
        });
    }

    private PreparedLaunch Prepare(ProcessLaunch launch)
    {
        ProcessSettings settings = launch.Settings;
        ResolvedCommand command = CommandResolver.Resolve(settings);
        Action logCheck = launch.Logs.Check();
        SafeSocketHandle? input = AcquireInput(launch);
        try
        {
            PreparedSpawn spawn = _spawner.Prepare(new SpawnRequest
            {
                FileName = command.FileName,
                Arguments = command.Arguments,
                Environment = _environment.For(launch.GroupName, settings),
                Directory = settings.Directory,
                Umask = settings.Umask,
                User = settings.User,
                StandardInput = input is null ? ChildStream.Pipe : ChildStream.Handle,
                InputHandle = input,
                StandardError = settings.RedirectStderr ? ChildStream.Merge : ChildStream.Pipe,
            });
            Announce(launch, spawn);
            return new PreparedLaunch(launch, spawn, logCheck);
        }
        catch (SpawnException)
        {
            launch.Input?.Release();
            throw;
        }
    }

    /// <summary>Before the program is executed: a daemon that is killed at any moment from now on is followed by one that finds everything.</summary>
    private void Announce(ProcessLaunch launch, PreparedSpawn spawn)
    {
        if (_keeper is not null)
        {
            foreach (SafeFileHandle end in spawn.OutputEnds)
            {
                _keeper.Keep(end);
            }
        }

        if (launch.Entry is { } entry)
        {
            _journal?.Note(entry with { Pipes = spawn.Numbers });
        }
    }

    /// <summary>It has ended while no daemon was there; what it wrote last is there when a watcher has kept its pipes.</summary>
    private void LogLeft(ProcessLaunch launch, JournalEntry entry)
    {
        PipeNumbers pipes = entry.Pipes;
        SafeFileHandle? stdout = InheritedPipes.TryTake(pipes.Output);
        SafeFileHandle? stderr = InheritedPipes.TryTake(pipes.Error);
        if (stdout is not null || stderr is not null)
        {
            // Nobody is answered yet, and the journal must not say that it has ended before this is in the log. A disk that hangs is not waited for.
            var logged = new TaskCompletionSource();
            launch.Logs.AppendLeft(stdout, stderr, entry, () =>
            {
                _keeper?.Drop(pipes);
                logged.SetResult();
            });
            long begin = Environment.TickCount64;
            _ = logged.Task.Wait(_leftPatience);
            TimeSpan left = _leftPatience - TimeSpan.FromMilliseconds(Environment.TickCount64 - begin);
            _leftPatience = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private static SafeSocketHandle? AcquireInput(ProcessLaunch launch)
    {
        try
        {
            return launch.Input?.Acquire();
        }
        catch (IOException exception)
        {
            throw new SpawnFailure(SpawnFailureKind.SpawnError, exception.Message);
        }
    }
}
