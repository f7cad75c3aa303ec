namespace Minos.Conformance.Tests.Running;

/// <summary>A daemon and the control client that drives it.</summary>
/// <param name="Daemon">The executable.</param>
/// <param name="Client">The executable and its first arguments.</param>
internal sealed record Installation(string Daemon, IReadOnlyList<string> Client);
