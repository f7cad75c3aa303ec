using Minos.Configuration;
using Minos.Logs;

namespace Minos.Rpc;

/// <summary>What the methods need of the daemon beyond its processes. Callable from any thread.</summary>
public interface IDaemonControl
{
    /// <summary>The main log.</summary>
    MainLog Log { get; }

    /// <summary>Reads the configuration files again, with the command line's values over them; touches the disk.</summary>
    /// <exception cref="ConfigurationException">They cannot be used.</exception>
    SupervisorConfiguration ReadConfiguration();

    /// <summary>Puts another program in the place of this daemon, without touching its processes.</summary>
    /// <param name="path">The program; empty for the file that this daemon was started from, as it is now.</param>
    /// <returns>Completes when the program has been tried; it takes over a moment later.</returns>
    /// <exception cref="RpcFault">It is no such program, or does not work here; nothing has changed.</exception>
    Task UpgradeAsync(string path) => throw new RpcFault(RpcFaultCode.UnknownMethod);

    /// <summary>What <c>minos.getInfo</c> answers.</summary>
    RpcStruct Info => [];
}
