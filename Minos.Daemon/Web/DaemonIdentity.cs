namespace Minos.Daemon.Web;

/// <summary>Which daemon a page belongs to.</summary>
/// <param name="Identifier">The configuration's <c>identifier</c>.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Version">The daemon's version.</param>
public sealed record DaemonIdentity(string Identifier, string Host, string Version);
