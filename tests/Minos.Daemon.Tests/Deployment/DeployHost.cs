using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>The built daemon with the deployment interface and two data directories.</summary>
internal static class DeployHost
{
    public const string Script = "#!/bin/bash\nexec sleep 1000\n";

    public static Minosd Create(string packageServer, string more = "")
    {
        var minosd = new Minosd($"""
            [rpcinterface:deployment]
            supervisor.rpcinterface_factory = deployment.rpcinterface:deployment_rpcinterface
            package_server = {packageServer.Replace("%40", "%%40", StringComparison.Ordinal)}
            package_root = %(here)s/packages
            app_root = %(here)s/app
            log_root = %(here)s/log
            data_dirs = %(here)s/data1,%(here)s/data2
            {more}
            [include]
            files = conf/*.cfg
            """);
        Directory.CreateDirectory(minosd["data1"]);
        Directory.CreateDirectory(minosd["data2"]);
        return minosd;
    }

    public static async Task<Minosd> StartAsync(string packageServer, string more = "")
    {
        Minosd minosd = Create(packageServer, more);
        try
        {
            minosd.Start();
            await minosd.UntilUpAsync();
            return minosd;
        }
        catch
        {
            await minosd.DisposeAsync();
            throw;
        }
    }

    public static Task<RpcValue> DeployAsync(this Minosd minosd, string method, params RpcValue[] arguments) =>
        minosd.Client.CallAsync("deployment." + method, arguments);

    public static RpcStruct Config(params (string Name, RpcValue Value)[] values)
    {
        var config = new RpcStruct { ["artifact"] = "web" };
        foreach ((string name, RpcValue value) in values)
        {
            config[name] = value;
        }

        return config;
    }
}
