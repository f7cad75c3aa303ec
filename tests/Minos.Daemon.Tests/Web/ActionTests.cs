using System.Globalization;
using Minos.Daemon.Tests.Http;
using Minos.Rpc;

namespace Minos.Daemon.Tests.Web;

public sealed class ActionTests : IAsyncLifetime
{
    private PageServer _server = null!;
    private string _token = "";

    public async Task InitializeAsync()
    {
        _server = await PageServer.StartAsync();
        _token = await _server.TokenAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("start&processname=web:1", "Process web:1 started", "startProcess web:1")]
    [InlineData("stop&processname=web:1", "Process web:1 stopped", "stopProcess web:1")]
    [InlineData("restart&processname=web:1", "Process web:1 restarted", "stopProcess web:1, startProcess web:1")]
    [InlineData("clearlog&processname=web:1", "Log for web:1 cleared", "clearProcessLogs web:1")]
    [InlineData("startgroup&group=web", "Group web started", "startProcessGroup web")]
    [InlineData("restartgroup&group=web", "Group web restarted", "stopProcessGroup web, startProcessGroup web")]
    [InlineData("stopselected&select=a&select=b", "2 processes stopped", "stopProcess a, stopProcess b")]
    [InlineData("stopselected", "No process is selected", "")]
    public async Task An_action_is_done_and_told(string form, string message, string calls)
    {
        RawResponse response = await _server.PostAsync("/index.html", $"token={_token}&action={form}");

        Assert.Equal(303, response.Status);
        Assert.Equal($"./?message={Uri.EscapeDataString(message)}", response.Header("Location"));
        Assert.Equal(calls, string.Join(", ", _server.Calls));
    }

    [Theory]
    [InlineData("stopall", "All stopped at ", "stopAllProcesses")]
    [InlineData("restartall", "All restarted at ", "stopAllProcesses, startAllProcesses")]
    [InlineData("startall", "All started at ", "startAllProcesses")]
    [InlineData("refresh", "Page refreshed at ", "")]
    public async Task The_time_is_written_as_C_does(string action, string message, string calls)
    {
        RawResponse response = await _server.PostAsync("/", $"token={_token}&action={action}");

        string said = Uri.UnescapeDataString(response.Header("Location")!["./?message=".Length..]);
        Assert.StartsWith(message, said, StringComparison.Ordinal);
        Assert.True(DateTime.TryParseExact(
            said[message.Length..].Replace("  ", " ", StringComparison.Ordinal), "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.Equal(24, said.Length - message.Length);
        Assert.Equal(calls, string.Join(", ", _server.Calls));
    }

    [Theory]
    [InlineData(RpcFaultCode.NoFile, "no such file")]
    [InlineData(RpcFaultCode.NotExecutable, "file not executable")]
    [InlineData(RpcFaultCode.AlreadyStarted, "already started")]
    [InlineData(RpcFaultCode.SpawnError, "spawn error")]
    [InlineData(RpcFaultCode.AbnormalTermination, "abnormal termination")]
    [InlineData(RpcFaultCode.ShutdownState, "unexpected rpc fault [6] SHUTDOWN_STATE")]
    public async Task A_start_that_fails_says_why(RpcFaultCode code, string reason)
    {
        _server.Faults["startProcess cat"] = new RpcFault(code);

        Assert.Equal($"ERROR: Process cat: {reason}", await MessageAsync("start&processname=cat"));
        Assert.Equal($"ERROR: Process cat: {reason}", await MessageAsync("restart&processname=cat"));
    }

    [Fact]
    public async Task Faults_and_missing_names_are_told_in_Supervisors_words()
    {
        _server.Faults["stopProcess cat"] = RpcFault.NotRunning("cat");
        _server.Faults["getProcessInfo g:*"] = RpcFault.BadName("g:*");
        _server.Faults["startProcessGroup g"] = RpcFault.BadName("g");

        Assert.Equal("unexpected rpc fault [70] NOT_RUNNING: cat", await MessageAsync("stop&processname=cat"));
        Assert.Equal("Process cat restarted", await MessageAsync("restart&processname=cat"));
        Assert.Equal("No such process named g:*", await MessageAsync("stop&processname=g:*"));
        Assert.Equal("No such group named g", await MessageAsync("startgroup&group=g"));
    }

    [Fact]
    public async Task Of_many_that_fail_the_first_are_named()
    {
        _server.Failed.AddRange(["a", "b", "c", "d", "e", "f", "h"]);
        _server.Faults["startProcess x"] = new RpcFault(RpcFaultCode.SpawnError, "x");
        _server.Faults["startProcess y"] = RpcFault.AlreadyStarted("y");

        Assert.Equal(
            "Group g started. Failed: g:a: SPAWN_ERROR: a, g:b: SPAWN_ERROR: b, g:c: SPAWN_ERROR: c, g:d: SPAWN_ERROR: d, g:e: SPAWN_ERROR: e, and 2 more",
            await MessageAsync("startgroup&group=g"));
        Assert.Equal("1 of 2 processes started. Failed: x: spawn error", await MessageAsync("startselected&select=x&select=y"));
    }

    [Theory]
    [InlineData("action=dance&processname=cat")]
    [InlineData("action=start")]
    [InlineData("action=stopgroup")]
    public async Task Unknown_actions_are_an_error(string form) =>
        Assert.Equal(500, (await _server.PostAsync("/", $"token={_token}&{form}")).Status);

    [Fact]
    public async Task The_bodys_last_value_wins_over_the_querys_first()
    {
        await _server.PostAsync("/?action=stop&processname=a", $"token={_token}&action=x&action=start&processname=b");

        Assert.Equal(["startProcess b"], _server.Calls);
    }

    [Fact]
    public async Task Scripts_get_JSON()
    {
        _server.Faults["startProcess cat"] = new RpcFault(RpcFaultCode.SpawnError);
        RawResponse response = await _server.PostAsync("/", $"token={_token}&action=start&processname=cat", "Accept: application/json\r\n");

        Assert.Equal(200, response.Status);
        Assert.Equal("""{"message":"ERROR: Process cat: spawn error","ok":false}""", response.Body);
    }

    [Fact]
    public async Task The_pages_of_a_process_come_back_to_themselves()
    {
        RawResponse response = await _server.PostAsync("/", $"token={_token}&action=clearlog&processname=a:b&view=tail&channel=stderr");

        Assert.Equal("./tail.html?processname=a%3Ab&channel=stderr&message=Log%20for%20a%3Ab%20cleared", response.Header("Location"));
        response = await _server.PostAsync("/", $"token={_token}&action=clearlog&processname=a&view=//evil");
        Assert.StartsWith("./?message=", response.Header("Location"), StringComparison.Ordinal);
    }

    private async Task<string> MessageAsync(string form)
    {
        RawResponse response = await _server.PostAsync("/", $"token={_token}&action={form}");
        return Uri.UnescapeDataString(response.Header("Location")!["./?message=".Length..]);
    }
}
