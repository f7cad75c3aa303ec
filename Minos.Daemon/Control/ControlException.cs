namespace Minos.Daemon.Control;

/// <summary>An answer that an action has no words for.</summary>
internal sealed class ControlException(string message) : Exception(message);
