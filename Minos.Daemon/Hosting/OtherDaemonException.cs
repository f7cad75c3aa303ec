namespace Minos.Daemon.Hosting;

/// <summary>The daemon cannot start, since another runs with its pid file.</summary>
internal sealed class OtherDaemonException(string message) : StartException(message);
