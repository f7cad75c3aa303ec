using Minos.Configuration;
using Minos.Events;
using Minos.Supervision;

namespace Minos.Rpc;

/// <summary>The <c>supervisor.*</c> methods (Supervisor's manual, "XML-RPC API Documentation").</summary>
/// <remarks>Handlers run on the thread pool; whatever touches processes runs on the supervision thread, whatever touches files does not.</remarks>
public sealed partial class SupervisorMethods
{
    /// <summary>The version of Supervisor whose behaviour clients get. Those that compare versions do what they do with that one.</summary>
    public const string CompatibleVersion = "4.2.5";

    private readonly Supervisor _supervisor;
    private readonly IDaemonControl _daemon;

    private SupervisorMethods(Supervisor supervisor, IDaemonControl daemon)
    {
        _supervisor = supervisor;
        _daemon = daemon;
    }

    /// <summary>All methods, for an <see cref="RpcDispatcher"/>.</summary>
    public static IReadOnlyList<RpcMethod> Create(Supervisor supervisor, IDaemonControl daemon)
    {
        var methods = new SupervisorMethods(supervisor, daemon);
        var handlers = new Dictionary<string, RpcHandler>(StringComparer.Ordinal);
        methods.AddDaemon(handlers);
        methods.AddGroups(handlers);
        methods.AddProcesses(handlers);
        methods.AddInformation(handlers);
        methods.AddLogs(handlers);
        return SupervisorMethodTable.Bind(handlers);
    }

    private void AddDaemon(Dictionary<string, RpcHandler> handlers)
    {
        handlers["getAPIVersion"] = WhileRunning(static _ => "3.0");
        handlers["getSupervisorVersion"] = WhileRunning(static _ => CompatibleVersion);
        handlers["getIdentification"] = WhileRunning(_ => _supervisor.Configuration.Daemon.Identifier);
        handlers["getState"] = WhileRunning(_ => new RpcStruct
        {
            ["statecode"] = (int)_supervisor.State,
            ["statename"] = _supervisor.State.ToString().ToUpperInvariant(),
        });
        handlers["getPID"] = WhileRunning(static _ => Environment.ProcessId);
        handlers["shutdown"] = WhileRunning(_ => Begin(SupervisorState.Shutdown));
        handlers["restart"] = WhileRunningAsync(async (_, _) =>
        {
            // A file that is broken now would be found broken when every process has been stopped.
            _ = Read();
            return await _supervisor.InvokeAsync(s => s.BeginShutdown(SupervisorState.Restarting)).ConfigureAwait(false);
        });

        // The one method that is answered while the daemon shuts down.
        handlers["sendRemoteCommEvent"] = async (arguments, _) =>
        {
            string type = arguments[0].ToString()!;
            string data = arguments[1].ToString()!;
            return await _supervisor.InvokeAsync(s =>
            {
                s.Events.Publish(new RemoteCommunicationEvent(type, data));
                return true;
            }).ConfigureAwait(false);
        };
    }

    private bool Begin(SupervisorState state)
    {
        _ = _supervisor.InvokeAsync(s => s.BeginShutdown(state));
        return true;
    }

    private SupervisorConfiguration Read()
    {
        try
        {
            return _daemon.ReadConfiguration();
        }
        catch (ConfigurationException exception)
        {
            throw new RpcFault(RpcFaultCode.CantReread, exception.Message);
        }
    }

    private RpcHandler WhileRunning(Func<RpcArguments, RpcValue> method) =>
        WhileRunningAsync((arguments, _) => ValueTask.FromResult(method(arguments)));

    /// <summary>Every method but one is refused once the daemon is shutting down or restarting.</summary>
    private RpcHandler WhileRunningAsync(RpcHandler method) => (arguments, cancellationToken) =>
        _supervisor.State == SupervisorState.Running
            ? method(arguments, cancellationToken)
            : throw new RpcFault(RpcFaultCode.ShutdownState);
}
