using Minos.Native;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>An operating system in which launches succeed and processes end when the test says so.</summary>
internal sealed class FakeKernel : IProcessKernel
{
    private const int FirstPid = 1000;

    public List<FakeLaunch> Launches { get; } = [];

    /// <summary>The latest.</summary>
    public FakeLaunch Last => Launches[^1];

    public IEnumerable<FakeLaunch> Living => Launches.Where(l => l.IsAlive);

    public void Launch(ProcessLaunch launch) => Launches.Add(new FakeLaunch(launch, FirstPid + Launches.Count));
}

/// <summary>One launch and the process that comes of it.</summary>
internal sealed class FakeLaunch(ProcessLaunch launch, int pid) : IRunningProcess
{
    public string Name => launch.Settings.Name;

    public int Pid => pid;

    /// <summary>Neither started nor failed.</summary>
    public bool IsPending { get; private set; } = true;

    /// <summary>Started, and its end has not been reported.</summary>
    public bool IsAlive { get; private set; }

    public List<(int Signal, bool Group)> Signals { get; } = [];

    public List<string> Input { get; } = [];

    /// <summary>What signals to it fail with; 0 when they do not.</summary>
    public int SignalError { get; set; }

    public void Succeed()
    {
        Assert.True(IsPending);
        IsPending = false;
        IsAlive = true;
        launch.Started(this);
    }

    public void Fail(string message = "can't find command '/none'")
    {
        Assert.True(IsPending);
        IsPending = false;
        launch.Failed(new SpawnFailure(SpawnFailureKind.NoFile, message));
    }

    public void Exit(int code) => End(new ExitStatus(code, 0, false));

    public void Die(int signal, bool coreDumped = false) => End(new ExitStatus(0, signal, coreDumped));

    /// <summary>Reports again what has been reported before, as nothing should.</summary>
    public void RepeatReports()
    {
        launch.Started(this);
        launch.Failed(new SpawnFailure(SpawnFailureKind.SpawnError, "stale"));
        launch.Exited(new ExitStatus(77, 0, false));
    }

    int IRunningProcess.Signal(int signal, bool group)
    {
        Signals.Add((signal, group));
        return SignalError;
    }

    bool IRunningProcess.WriteInput(ReadOnlyMemory<byte> bytes)
    {
        Input.Add(System.Text.Encoding.UTF8.GetString(bytes.Span));
        return true;
    }

    Task<bool> IRunningProcess.ClearLogsAsync() => Task.FromResult(true);

    private void End(ExitStatus status)
    {
        Assert.True(IsAlive);
        IsAlive = false;
        launch.Exited(status);
    }
}
