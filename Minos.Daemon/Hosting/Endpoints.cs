using Minos.Daemon.Http;
using Minos.Daemon.Packages;
using Minos.Daemon.Web;
using Minos.Deployment;
using Minos.Logs;
using Minos.Native;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>Everything that the daemon answers over HTTP, in the order in which paths are tried.</summary>
internal static class Endpoints
{
    private const string SupervisorFactory = "supervisor.rpcinterface:make_main_rpcinterface";

    internal static IReadOnlyList<IRequestHandler> Create(
        Supervisor supervisor, DaemonHost host, DeploymentSettings? deployment, Spawner spawner)
    {
        var source = new ProcessSource(supervisor);
        return
        [
            new RpcEndpoint(new RpcDispatcher(Methods(supervisor, host, deployment, spawner)), new HttpServerOptions { Log = host.Log }),
            new LogTailHandler(source),
            .. supervisor.Configuration.PackageServer is { } packages ? (IRequestHandler[])[new PackageServerHandler(packages, source, host.Log)] : [],
            // The page's buttons work whatever interfaces the configuration offers to clients, as with Supervisor.
            .. WebHandlers.Create(source, new RpcDispatcher(SupervisorMethods.Create(supervisor, host)), TimeProvider.System),
        ];
    }

    /// <summary>What the <c>[rpcinterface:x]</c> sections ask for; without <c>[rpcinterface:supervisor]</c> only <c>system.*</c> is there.</summary>
    private static List<RpcMethod> Methods(Supervisor supervisor, DaemonHost host, DeploymentSettings? deployment, Spawner spawner)
    {
        var methods = new List<RpcMethod>();
        foreach (Configuration.RpcInterfaceSettings section in supervisor.Configuration.RpcInterfaces)
        {
            if (section is { Name: "supervisor", Factory: SupervisorFactory })
            {
                methods.AddRange(SupervisorMethods.Create(supervisor, host));
                methods.AddRange(MinosMethods.Create(host));
                host.Log.Info($"RPC interface '{section.Name}' initialized");
            }
            else if (section is { Name: "deployment", Factory: Configuration.RpcInterfaceSettings.DeploymentFactory } && deployment is not null)
            {
                methods.AddRange(DeploymentMethods.Create(deployment, supervisor, SupervisorMethods.Create(supervisor, host), host, spawner));
                host.Log.Info($"RPC interface '{section.Name}' initialized");
            }
            else
            {
                host.Log.Warn($"RPC interface '{section.Name}' is not available: {section.Factory} is none of this daemon's");
            }
        }

        return methods;
    }
}
