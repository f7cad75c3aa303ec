using System.Net;
using Minos.Configuration;
using Minos.Daemon.Control.Actions;
using Minos.Rpc;

namespace Minos.Daemon.Control;

/// <summary>Runs lines of actions: the one of the command line, or those of an operator.</summary>
internal sealed class ControlShell(ControlSession session, ActionTable actions, Action onCommand)
{
    /// <summary>Runs one line. Errors that its action did not expect are printed and make the exit status 1.</summary>
    /// <returns>Whether the line ends the shell.</returns>
    public async Task<bool> ExecuteAsync(string line, CancellationToken cancellationToken)
    {
        line = PythonText.Strip(line);
        if (line.Length == 0)
        {
            return false;
        }

        if (line[0] == '?')
        {
            line = "help " + line[1..];
        }

        int end = 0;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
        {
            end++;
        }

        if (actions.Find(line[..end]) is not { } action)
        {
            session.Output($"*** Unknown syntax: {line}");
            session.ExitStatus = ExitStatus.Generic;
            return false;
        }

        onCommand();
        try
        {
            return await RunAsync(action, PythonText.Strip(line[end..]), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever an action fails with, the operator sees it as a line and the shell goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Output(ErrorText.Line(e));
            session.ExitStatus = ExitStatus.Generic;
            return false;
        }
    }

    /// <summary>Shows the status, then runs what is typed until the operator leaves or the input ends.</summary>
    public async Task LoopAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync("status", cancellationToken);
        string? line;
        do
        {
            line = await session.Input.ReadLineAsync(session.Options.Prompt + "> ", cancellationToken);
        }
        while (!await ExecuteAsync(line ?? QuitAction.EndOfInput, cancellationToken));
    }

    private async Task<bool> RunAsync(ControlAction action, string argument, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await action.RunAsync(argument, cancellationToken);
                return action.EndsShell;
            }
            catch (RpcHttpException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
            {
                session.Output("Server requires authentication");
                if (!session.Options.IsInteractive)
                {
                    throw;
                }

                string userName = await session.Input.ReadLineAsync("Username:", cancellationToken) ?? throw new EndOfStreamException();
                string password =
                    await session.Input.ReadPasswordAsync("Password:", cancellationToken) ?? throw new EndOfStreamException();
                session.Output("");
                session.Authenticate(userName, password);
            }
        }
    }
}
