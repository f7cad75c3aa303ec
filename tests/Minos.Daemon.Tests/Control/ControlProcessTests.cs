using System.Diagnostics;
using System.Runtime.InteropServices;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Control;

/// <summary>The built executable as control client: what needs a process of its own, such as Ctrl-C.</summary>
public partial class ControlProcessTests
{
    private const int Interrupt = 2;

    private const string Programs = """
        [program:cat]
        command=/bin/sh -c "echo begin; exec /bin/cat"
        startsecs=0
        stdout_logfile={dir}/cat.out
        [program:grumble]
        command=/bin/sh -c "while read line; do echo complaint $line >&2; done"
        startsecs=0

        """;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task A_followed_log_shows_new_text_until_ctrl_c()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        using var client = new RpcClient(server.SocketUrl);
        using Process process = StartControl("-s", server.SocketUrl, "tail", "-f", "cat");
        Assert.Equal("==> Press Ctrl-C to exit <==", await ReadLineAsync(process));
        Assert.Equal("begin", await ReadLineAsync(process));
        await client.CallAsync("supervisor.sendProcessStdin", ["cat", "grüße\n"]);
        Assert.Equal("grüße", await ReadLineAsync(process));
        await AssertEndsAsync(process, "\n");
    }

    [SkippableFact]
    public async Task The_main_log_is_followed_over_tcp_with_a_password()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        using Process process = StartControl(
            "-s", server.TcpUrl, "-u", Supervisord.UserName, "-p", Supervisord.Password, "maintail", "-f");
        Assert.Equal("==> Press Ctrl-C to exit <==", await ReadLineAsync(process));
        Assert.NotEqual("", await ReadLineAsync(process));
        Assert.Equal(0, Kill(process.Id, Interrupt));
        await WaitForExitAsync(process);
        Assert.Equal(0, process.ExitCode);
    }

    [SkippableFact]
    public async Task A_log_that_cannot_be_followed_is_told_on_stderr()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        CommandResult result = await CommandRunner.RunOursAsync(["-s", server.SocketUrl, "tail", "-f", "nope"]);
        Assert.Equal("==> Press Ctrl-C to exit <==\n", result.Output);
        Assert.Equal($"{server.SocketUrl}/logtail/nope/stdout Cannot read, status code 404\n", result.Error);
        Assert.Equal(0, result.ExitStatus);
    }

    [SkippableFact]
    public async Task A_process_in_the_foreground_gets_lines_and_shows_both_its_streams()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        using Process process = StartControl("-s", server.SocketUrl, "fg", "grumble");
        Assert.Equal("==> Press Ctrl-C to exit <==", await ReadLineAsync(process));
        await process.StandardInput.WriteAsync("one\n");
        await process.StandardInput.FlushAsync();
        Assert.Equal("complaint one", await ReadLineAsync(process));
        await AssertEndsAsync(process, "Exiting foreground\n");
    }

    [SkippableFact]
    public async Task A_process_that_ends_ends_its_foreground()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        using var client = new RpcClient(server.SocketUrl);
        using Process process = StartControl("-s", server.SocketUrl, "fg", "cat");
        Assert.Equal("==> Press Ctrl-C to exit <==", await ReadLineAsync(process));
        Assert.Equal("begin", await ReadLineAsync(process));
        await client.CallAsync("supervisor.stopProcess", ["cat"]);
        await process.StandardInput.WriteAsync("too late\n");
        await process.StandardInput.FlushAsync();
        Assert.Equal("Process got killed", await ReadLineAsync(process));
        Assert.Equal("Exiting foreground", await ReadLineAsync(process));
        await WaitForExitAsync(process);
        Assert.Equal(0, process.ExitCode);
    }

    [SkippableFact]
    public async Task Ctrl_c_ends_a_shell_with_status_0()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        using Process process = StartControl("-c", server.ConfigurationPath);
        Assert.StartsWith("cat ", await ReadLineAsync(process), StringComparison.Ordinal);
        Assert.StartsWith("grumble ", await ReadLineAsync(process), StringComparison.Ordinal);
        char[] prompt = new char["test> ".Length];
        await process.StandardOutput.ReadBlockAsync(prompt, new CancellationTokenSource(s_deadline).Token);
        Assert.Equal("test> ", new string(prompt));
        await AssertEndsAsync(process, "\n");
    }

    [SkippableFact]
    public async Task A_password_is_asked_for_and_used()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        CommandResult result = await CommandRunner.RunOursAsync(
            ["-s", server.TcpUrl], $"{Supervisord.UserName}\n{Supervisord.Password}\nversion\n");
        Assert.StartsWith("Server requires authentication\nUsername:\ncat ", result.Output, StringComparison.Ordinal);
        Assert.Equal("Password:", result.Error);
        Assert.Equal(0, result.ExitStatus);
        string[] version = result.Output.Split('\n')[^3..];
        Assert.Matches(@"^supervisor> \d+\.\d+", version[0]);
    }

    [SkippableFact]
    public async Task At_a_terminal_lines_are_edited_completed_and_remembered()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        string script = Requires.Program("script");
        string history = Path.Combine(server.DirectoryPath, "history");
        // util-linux's script(1) gives the client a terminal and copies what it shows.
        string command = $"'{CommandRunner.Executable}' ctl -s {server.SocketUrl} -r '{history}'";
        using Process process = CommandRunner.Start(script, ["-qec", command, "/dev/null"]);
        var screen = new Screen(process.StandardOutput);
        await screen.WaitForAsync("supervisor> ", s_deadline);
        // "sto", Tab, "gru", Tab: stop grumble. Then Ctrl-U on a line that is given up, and Ctrl-D.
        await process.StandardInput.WriteAsync("sto\tgru\t\r");
        await process.StandardInput.FlushAsync();
        await screen.WaitForAsync("grumble: stopped", s_deadline);
        await process.StandardInput.WriteAsync("bogus\x15\x04");
        await process.StandardInput.FlushAsync();
        await WaitForExitAsync(process);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("stop grumble \n", await File.ReadAllTextAsync(history));
    }

    private static Process StartControl(params string[] arguments) => CommandRunner.Start(CommandRunner.Executable, ["ctl", .. arguments]);

    private static async Task<string?> ReadLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(new CancellationTokenSource(s_deadline).Token);

    private static async Task AssertEndsAsync(Process process, string lastOutput)
    {
        Assert.Equal(0, Kill(process.Id, Interrupt));
        Assert.Equal(lastOutput, await process.StandardOutput.ReadToEndAsync(new CancellationTokenSource(s_deadline).Token));
        await WaitForExitAsync(process);
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task WaitForExitAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        await process.WaitForExitAsync(deadline.Token);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
