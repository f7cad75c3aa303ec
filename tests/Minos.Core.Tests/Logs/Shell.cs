using System.Diagnostics;

namespace Minos.Core.Tests.Logs;

/// <summary>Real commands for the tests' own needs.</summary>
internal static class Shell
{
    /// <summary>How long a test waits for something that is sure to come.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Process Start(string script) => Process.Start("/bin/sh", ["-c", script]);

    /// <summary>Runs a command and says whether it succeeded.</summary>
    public static bool Run(string script)
    {
        using Process process = Start(script + " >/dev/null 2>&1");
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Waits for a state that no event announces.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, "the state was not reached in time");
            await Task.Delay(1);
        }
    }
}
