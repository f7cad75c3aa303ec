using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Minos.Benchmarks.Measuring;

/// <summary>Other programs: run to their end, or compiled for this run.</summary>
internal static partial class Tools
{
    private static readonly string[] s_programs = ["born", "ticker", "tokens", "listener", "floor"];

    /// <summary>Runs a command and returns what it wrote to its standard output.</summary>
    /// <exception cref="InvalidOperationException">Its exit status is not 0.</exception>
    internal static async Task<string> RunAsync(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>Compiles the programs of this folder; returns the folder of the executables.</summary>
    internal static async Task<string> CompileAsync(string outputFolder)
    {
        Directory.CreateDirectory(outputFolder);
        foreach (string name in s_programs)
        {
            string source = Tests.Repository.Path($"tests/Benchmarks/Programs/{name}.c");
            await RunAsync("gcc", ["-O2", "-Wall", "-o", Path.Combine(outputFolder, name), source]);
        }

        return outputFolder;
    }

    /// <summary>Lets this process, and so what it starts, open more files than the usual limit; needs root (man 2 setrlimit).</summary>
    internal static void AllowDescriptors(ulong count)
    {
        var limit = new ResourceLimit { Soft = count, Hard = count };
        // Without the right to it the large rows fail with the supervisor's own sentence.
        _ = SetResourceLimit(7, limit);
    }

    /// <summary>Sends SIGKILL.</summary>
    internal static void Kill(int pid)
    {
        if (Kill(pid, 9) != 0)
        {
            throw new InvalidOperationException($"kill {pid}: error {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    private struct ResourceLimit
    {
        internal ulong Soft, Hard;
    }
}
