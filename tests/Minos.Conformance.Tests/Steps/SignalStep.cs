using System.Runtime.InteropServices;
using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>A signal to the daemon.</summary>
internal sealed partial record SignalStep(string Signal) : Step
{
    private static readonly Dictionary<string, int> s_numbers = new()
    {
        ["HUP"] = 1,
        ["INT"] = 2,
        ["QUIT"] = 3,
        ["USR2"] = 12,
        ["TERM"] = 15,
    };

    public override string Text => $"signal {Signal}";

    /// <remarks>A daemon that has ended already is no mistake: its exit status is what tells.</remarks>
    public override Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        _ = Kill(run.Pid, s_numbers[Signal]);
        return Task.FromResult("sent");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
