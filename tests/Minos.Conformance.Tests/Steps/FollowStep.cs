using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>A command of the control client that goes on until Ctrl+C.</summary>
/// <param name="Line">The command.</param>
/// <param name="Ending">What it is interrupted at: the end of its output by then.</param>
/// <param name="Input">What is typed meanwhile.</param>
internal sealed partial record FollowStep(string Line, string Ending, string Input = "") : Step
{
    private const int Interrupt = 2;

    public override string Text => $"follow {Line}";

    public override bool UsesControlClient => true;

    public override async Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        using Process client = run.StartControl(Line.Split(' '));
        try
        {
            Task<string> error = client.StandardError.ReadToEndAsync(cancellation);
            await client.StandardInput.WriteAsync(Input);
            await client.StandardInput.FlushAsync(cancellation);
            var text = new StringBuilder();
            char[] buffer = new char[4096];
            int read;
            while (!text.ToString().Contains(Ending, StringComparison.Ordinal)
                && (read = await client.StandardOutput.ReadAsync(buffer, cancellation)) > 0)
            {
                text.Append(buffer, 0, read);
            }

            await UntilItWaitsAsync(client.Id, cancellation);
            _ = Kill(client.Id, Interrupt);
            text.Append(await client.StandardOutput.ReadToEndAsync(cancellation));
            await client.WaitForExitAsync(cancellation);
            return $"{text}-- stderr\n{KilledThread().Replace(await error, "")}-- exit status {client.ExitCode}";
        }
        finally
        {
            client.Kill(entireProcessTree: true);
        }
    }

    // supervisorctl ends well only when Ctrl+C finds it waiting: between any two of its other lines it tells of an error of the connection.
    private static async Task UntilItWaitsAsync(int pid, CancellationToken cancellation)
    {
        string path = $"/proc/{pid}/stat";
        while (File.Exists(path) && !(await File.ReadAllTextAsync(path, cancellation)).Contains(") S ", StringComparison.Ordinal))
        {
            await Task.Delay(1, cancellation);
        }
    }

    // supervisorctl ends its thread that reads by an exception between any two of its lines; when that hits one that waits for errors of
    // the connection it tells of itself. Either daemon gets it on a busy machine.
    [GeneratedRegex(@"(?m)^\S+ Cannot connect, error: <class 'SystemExit'> \(\)\n")]
    private static partial Regex KilledThread();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
