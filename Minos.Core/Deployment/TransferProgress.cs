namespace Minos.Deployment;

/// <summary>How far the transfer of a package is.</summary>
/// <param name="Bytes">How many bytes are across, with those that an earlier call had brought; fewer again when a transfer has to begin anew.</param>
/// <param name="TotalBytes">How many there are; null when the server does not tell.</param>
public readonly record struct TransferProgress(long Bytes, long? TotalBytes);
