using Minos.Configuration;

namespace Minos.Daemon.Hosting;

/// <summary>The configuration file and what the command line says over it; read at the start and at each reread.</summary>
internal sealed record ConfigurationSource(string File, DaemonOverrides Overrides, ConfigurationEnvironment Environment)
{
    /// <exception cref="ConfigurationException">The files cannot be used.</exception>
    internal SupervisorConfiguration Read() => ConfigurationReader.Read(File, Overrides, Environment);

    /// <summary>The same for a daemon whose working directory will be another.</summary>
    internal ConfigurationSource Absolute() => this with { File = Path.GetFullPath(File) };
}
