namespace Minos.Daemon.Http;

/// <summary>A followed log that goes on in the daemon that takes this one's place.</summary>
/// <param name="Connection">The client's connection.</param>
/// <param name="File">The open log; it may have been rotated away.</param>
/// <param name="Path">The log's name.</param>
/// <param name="Position">How much of it has been read, in bytes.</param>
/// <param name="IsChunked">The answer is in chunks (RFC 9112, 7.1); otherwise its end is the connection's.</param>
/// <param name="Unsent">Bytes of the answer that the client has not taken yet.</param>
internal sealed record TailState(int Connection, int File, string Path, long Position, bool IsChunked, byte[] Unsent)
{
    public IReadOnlyList<int> Descriptors => [Connection, File];

    public static TailState Read(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadInt64(), reader.ReadBoolean(), reader.ReadBytes(reader.ReadInt32()));

    public void Write(BinaryWriter writer)
    {
        writer.Write(Connection);
        writer.Write(File);
        writer.Write(Path);
        writer.Write(Position);
        writer.Write(IsChunked);
        writer.Write(Unsent.Length);
        writer.Write(Unsent);
    }
}
