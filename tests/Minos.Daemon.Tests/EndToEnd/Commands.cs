using System.Diagnostics;
using System.Globalization;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>Real commands, and waiting for real states.</summary>
internal static class Commands
{
    /// <summary>How long a test waits for something that is sure to come, on a machine that has other things to do.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Process Start(string file, params string[] arguments) => Process.Start(new ProcessStartInfo(file, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Runs a command until it has ended and its output is closed by everybody who has it.</summary>
    public static async Task<Finished> RunAsync(string file, params string[] arguments)
    {
        using Process process = Start(file, arguments);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await Task.WhenAll(process.WaitForExitAsync(), output, error).WaitAsync(Deadline);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return new Finished(process.ExitCode, await output, await error);
    }

    public static void Signal(int pid, string signal)
    {
        using Process kill = Process.Start("/bin/kill", [$"-{signal}", pid.ToString()]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Kills a process if it is still there.</summary>
    public static void Kill(int pid)
    {
        using Process kill = Process.Start("/bin/kill", ["-KILL", $"{pid}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for a state that no event announces.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what) => await UntilAsync(() => Task.FromResult(condition()), () => what);

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, $"not in time: {what()}");
            await Task.Delay(10);
        }
    }

    /// <summary>
    /// Waits for what a program shows in a file under /proc, such as <c>environ</c>. The kernel lets the caller of posix_spawn go on when the new program has its
    /// memory, before its arguments are there and before what is close-on-exec is closed: a look at once may see neither done.
    /// </summary>
    public static Task UntilExecutedAsync(int pid, string file, Func<string, bool> condition) =>
        UntilAsync(() => condition(File.ReadAllText($"/proc/{pid}/{file}")), $"{file} of the program {pid}");

    /// <summary>Waits until a program has nothing open but what it was given; see <see cref="UntilExecutedAsync"/>.</summary>
    public static async Task UntilOnlyOpenAsync(int pid, params string[] descriptors)
    {
        string[] open = [];
        await UntilAsync(
            () =>
            {
                open = [.. Directory.GetFileSystemEntries($"/proc/{pid}/fd").Select(Path.GetFileName).Order()!];
                return Task.FromResult(open.SequenceEqual(descriptors));
            },
            () => $"the program {pid} has {string.Join(' ', open)} open");
    }

    /// <summary>A number that the kernel tells of a process, memory in KiB (man 5 proc, status).</summary>
    public static long StatusOf(int pid, string field)
    {
        string line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line[(field.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Whether there is a process of that id that is not a zombie.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
