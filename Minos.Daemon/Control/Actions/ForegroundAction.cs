using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>Shows a process's output as it comes and sends it the lines that are typed.</summary>
internal sealed class ForegroundAction(ControlSession session) : ControlAction(session)
{
    private const long RunningState = 20;

    private readonly LogReader _log = new(session);

    public override string Name => "fg";

    public override string Help => "fg <process>\tConnect to a process in foreground mode\n\t\tCtrl-C to exit";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            return;
        }

        List<string> words = Words(argument);
        if (words.Count == 0)
        {
            FailWithHelp("ERROR: no process name supplied");
        }
        else if (words.Count > 1)
        {
            Fail("ERROR: too many process names supplied");
        }
        else if (await CheckAsync(words[0], cancellationToken))
        {
            Session.Output("==> Press Ctrl-C to exit <==");
            await Session.Interrupts.RunAsync(token => ConnectAsync(words[0], token));
            Session.Output("Exiting foreground");
        }
    }

    private async Task<bool> CheckAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await IsRunningAsync(name, cancellationToken))
            {
                return true;
            }

            Fail("ERROR: process not running");
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
        {
            Fail("ERROR: bad process name supplied");
        }
        catch (RpcFault fault)
        {
            Session.Output($"ERROR: {ErrorText.Describe(fault)}");
        }

        return false;
    }

    private async Task ConnectAsync(string name, CancellationToken cancellationToken)
    {
        using var followed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task output = Task.WhenAll(
            _log.FollowAsync($"/logtail/{name}/stdout", followed.Token),
            _log.FollowAsync($"/logtail/{name}/stderr", followed.Token));
        try
        {
            await SendLinesAsync(name, cancellationToken);
        }
        finally
        {
            await followed.CancelAsync();
            await output.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendLinesAsync(string name, CancellationToken cancellationToken)
    {
        while (await Session.Input.ReadLineAsync("", cancellationToken) is { } line)
        {
            try
            {
                await Session.CallAsync("sendProcessStdin", cancellationToken, name, line + "\n");
            }
            catch (RpcFault fault)
            {
                Session.Output(
                    fault.Code == RpcFaultCode.NotRunning ? "Process got killed" : $"ERROR: {ErrorText.Describe(fault)}");
                return;
            }

            if (!await IsRunningAsync(name, cancellationToken))
            {
                Session.Output("Process got killed");
                return;
            }
        }
    }

    private async Task<bool> IsRunningAsync(string name, CancellationToken cancellationToken)
    {
        RpcValue info = await Session.CallAsync("getProcessInfo", cancellationToken, name);
        return info.AsStruct()["state"].AsInteger() == RunningState;
    }
}
