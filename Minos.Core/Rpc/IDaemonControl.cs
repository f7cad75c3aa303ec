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
}
