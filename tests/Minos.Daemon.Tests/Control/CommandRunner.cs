using System.Diagnostics;
using Minos.Daemon.Control;

namespace Minos.Daemon.Tests.Control;

/// <summary>Runs control clients: Debian's as a process, ours in this one or as the built executable.</summary>
internal static class CommandRunner
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    /// <summary>The executable that the project under test was built to.</summary>
    public static string Executable => Path.Combine(AppContext.BaseDirectory, "minosd");

    public static async Task<CommandResult> RunOursAsync(IEnumerable<string> arguments, string input = "")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = await ControlProgram.RunAsync([.. arguments], new StringReader(input), output, error, "/usr/bin/supervisorctl")
            .WaitAsync(s_deadline);
        return new CommandResult(status, output.ToString(), error.ToString());
    }

    public static async Task<CommandResult> RunProcessAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        using Process process = Start(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(s_deadline);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return new CommandResult(process.ExitCode, await output, await error);
    }

    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The same encoding on both sides, whatever the machine's locale.
        start.Environment["PYTHONUTF8"] = "1";
        return Process.Start(start)!;
    }
}
