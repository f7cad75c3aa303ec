using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>What shutdown and reload have in common: in the shell they ask first.</summary>
internal abstract class DaemonStopAction(ControlSession session) : ControlAction(session)
{
    /// <summary>Asks, unless the action came with the command line.</summary>
    /// <exception cref="EndOfStreamException">The input ended instead of answering.</exception>
    protected async Task<bool> IsConfirmedAsync(string question, CancellationToken cancellationToken)
    {
        if (!Session.Options.IsInteractive)
        {
            return true;
        }

        string answer = await Session.Input.ReadLineAsync(question, cancellationToken) ?? throw new EndOfStreamException();
        return answer.StartsWith("y", StringComparison.OrdinalIgnoreCase);
    }

    /// <returns>Whether the server took the command; false when it is stopping already.</returns>
    protected async Task<bool> TryCallAsync(string method, CancellationToken cancellationToken)
    {
        try
        {
            await Session.CallAsync(method, cancellationToken);
            return true;
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.ShutdownState)
        {
            Session.Output("ERROR: already shutting down");
            return false;
        }
    }
}
