using Minos.Configuration;
using Minos.Core.Tests.Logs;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>One process with a clock and an operating system that the test moves.</summary>
internal sealed class ProcessFixture : IProcessOwner
{
    public ProcessFixture(Func<ProcessSettings, ProcessSettings>? change = null)
    {
        ProcessSettings settings = Programs.Named();
        Process = new SupervisedProcess("g", change?.Invoke(settings) ?? settings, new FakeLogs(), Kernel, this, Log, Clock);
    }

    public ManualClock Clock { get; } = new();

    public FakeKernel Kernel { get; } = new();

    public RecordingLog Log { get; } = new() { Level = SupervisorLogLevel.Debug };

    public SupervisedProcess Process { get; }

    public bool AcceptsStarts { get; set; } = true;

    public List<ProcessStateChange> Changes { get; } = [];

    /// <summary>The states since the last look, as one line.</summary>
    public string Seen
    {
        get
        {
            string seen = string.Join(' ', Changes.Select(c => c.To.Name()));
            Changes.Clear();
            return seen;
        }
    }

    void IProcessOwner.OnStateChanged(ProcessStateChange change) => Changes.Add(change);

    /// <summary>A fixture whose process has just been started.</summary>
    public static ProcessFixture Starting(Func<ProcessSettings, ProcessSettings>? change = null)
    {
        var fixture = new ProcessFixture(change);
        fixture.Process.Start();
        fixture.Kernel.Last.Succeed();
        Assert.Equal("STARTING", fixture.Seen);
        return fixture;
    }

    /// <summary>A fixture whose process is up.</summary>
    public static ProcessFixture Running(Func<ProcessSettings, ProcessSettings>? change = null)
    {
        ProcessFixture fixture = Starting(change);
        fixture.Clock.AdvanceSeconds(Math.Max(fixture.Process.Settings.StartSeconds, 0));
        Assert.Equal("RUNNING", fixture.Seen);
        return fixture;
    }

    /// <summary>A fixture whose process waits for its next attempt.</summary>
    public static ProcessFixture Backoff(Func<ProcessSettings, ProcessSettings>? change = null)
    {
        ProcessFixture fixture = Starting(change);
        fixture.Kernel.Last.Exit(1);
        Assert.Equal("BACKOFF", fixture.Seen);
        return fixture;
    }
}
