using Minos.Configuration;
using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>A command of the control client.</summary>
internal abstract class ControlAction(ControlSession session)
{
    /// <summary>The word that calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What <c>help</c> prints about it: lines, without a line end after the last.</summary>
    public abstract string Help { get; }

    /// <summary>Whether the shell ends after it.</summary>
    public virtual bool EndsShell => false;

    protected ControlSession Session { get; } = session;

    /// <summary>Runs it.</summary>
    /// <param name="argument">The rest of the line, without blanks around it.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl-C.</param>
    public abstract Task RunAsync(string argument, CancellationToken cancellationToken);

    protected static List<string> Words(string argument) => PythonText.Words(argument);

    protected void Fail(string message, int status = ExitStatus.Generic)
    {
        Session.Output(message);
        Session.ExitStatus = status;
    }

    protected void FailWithHelp(string message, int status = ExitStatus.Generic)
    {
        Fail(message, status);
        Session.Output(Help);
    }

    /// <summary>Refuses an argument of an action that takes none.</summary>
    /// <returns>Whether there was one.</returns>
    protected bool RefuseArgument(string argument)
    {
        if (argument.Length == 0)
        {
            return false;
        }

        FailWithHelp($"Error: {Name} accepts no arguments");
        return true;
    }

    protected void TakeStatus(RpcFaultCode code, RpcFaultCode ignored = RpcFaultCode.Success)
    {
        if (code == ignored || code == RpcFaultCode.Success)
        {
            return;
        }

        Session.ExitStatus = code is RpcFaultCode.SpawnError or RpcFaultCode.AbnormalTermination or RpcFaultCode.NotRunning
            ? ExitStatus.NotRunning
            : ExitStatus.Generic;
    }
}
