namespace Minos.Daemon.Fleet;

/// <summary>A command line of <c>minosd fleet</c> that cannot be carried out; the message is for the user.</summary>
internal sealed class FleetException(string message, Exception? inner = null) : Exception(message, inner);
