namespace Minos.Fleet.Connections;

/// <summary>A line of the script on a host.</summary>
/// <param name="Kind">Its first word.</param>
/// <param name="Text">The rest; may be empty.</param>
internal sealed record HostAnswer(string Kind, string Text);
