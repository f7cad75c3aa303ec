using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Minos.Supervision;

/// <summary>The journal's bytes: records of length, checksum and content. The first names the format and the boot; each other one is what is
/// known of one process from then on. A record that is cut or damaged ends the journal.</summary>
internal static class JournalFormat
{
    /// <summary>Changes with the content of records; a daemon of another version reads none of it.</summary>
    internal const string Version = "minos journal 1";
    private const int HeadBytes = 8;
    private const int MaxRecordBytes = 1024 * 1024;

    private enum Kind : byte
    {
        Process = 1,
        Gone = 2,
    }

    internal static byte[] Header(string bootId) => Frame(writer =>
    {
        writer.Write(Version);
        writer.Write(bootId);
    });

    internal static byte[] Process(JournalEntry entry) => Frame(writer =>
    {
        writer.Write((byte)Kind.Process);
        entry.Write(writer);
    });

    internal static byte[] Gone((string Group, string Name) key) => Frame(writer =>
    {
        writer.Write((byte)Kind.Gone);
        writer.Write(key.Group);
        writer.Write(key.Name);
    });

    /// <summary>Reads as far as it is whole.</summary>
    /// <returns>The last entry of each process, in the order of their first; null when this is no journal of this version.</returns>
    internal static (string BootId, IReadOnlyList<JournalEntry> Entries)? Read(ReadOnlyMemory<byte> bytes)
    {
        string? bootId = null;
        var entries = new Dictionary<(string Group, string Name), JournalEntry>();
        while (TryTake(ref bytes, out BinaryReader? reader))
        {
            try
            {
                if (bootId is null)
                {
                    if (reader.ReadString() != Version)
                    {
                        return null;
                    }

                    bootId = reader.ReadString();
                }
                else if ((Kind)reader.ReadByte() == Kind.Process)
                {
                    var entry = JournalEntry.Read(reader);
                    entries[entry.Key] = entry;
                }
                else
                {
                    _ = entries.Remove((reader.ReadString(), reader.ReadString()));
                }
            }
            catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
            {
                // Its checksum is right, so a later version has written it.
                return null;
            }
        }

        return bootId is null ? null : (bootId, [.. entries.Values]);
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> bytes, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out BinaryReader? reader)
    {
        reader = null;
        if (bytes.Length < HeadBytes)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        if (length is <= 0 or > MaxRecordBytes || bytes.Length - HeadBytes < length)
        {
            return false;
        }

        ReadOnlyMemory<byte> content = bytes.Slice(HeadBytes, length);
        if (Checksum(content.Span) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[4..]))
        {
            return false;
        }

        bytes = bytes[(HeadBytes + length)..];
        reader = new BinaryReader(new MemoryStream(content.ToArray()), Encoding.UTF8);
        return true;
    }

    private static byte[] Frame(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        stream.SetLength(HeadBytes);
        stream.Position = HeadBytes;
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        write(writer);
        writer.Flush();
        byte[] record = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Checksum(record.AsSpan(HeadBytes)));
        return record;
    }

    private static uint Checksum(ReadOnlySpan<byte> content)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in content)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }
}
