namespace Minos.Daemon.Quickstart;

/// <summary>The quickstart cannot go on; the message is one line for the user and names the remedy.</summary>
internal sealed class QuickstartException(string message, Exception? inner = null) : Exception(message, inner);
