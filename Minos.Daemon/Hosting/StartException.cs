namespace Minos.Daemon.Hosting;

/// <summary>The daemon cannot start; the message is one line for the operator and names the remedy. Nothing has been started.</summary>
internal class StartException(string message, Exception? inner = null) : Exception(message, inner);
