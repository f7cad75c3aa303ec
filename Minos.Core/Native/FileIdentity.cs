namespace Minos.Native;

/// <summary>Which file it is, whatever its name.</summary>
/// <param name="Device">Number of the file system's device.</param>
/// <param name="Inode">Number of the file on that device; reused after the file is gone.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode);
