namespace Minos.Supervision;

/// <summary>What goes from one daemon to the one that is executed in its place, beside the journal: what is only in memory.</summary>
public sealed record Handover
{
    private const int Version = 1;

    /// <summary>What a program has to read that takes a daemon's place: this and its journal.</summary>
    public static string Format => $"handover {Version}, {JournalFormat.Version}";

    /// <summary>The number of the last event.</summary>
    public long EventSerial { get; init; }

    /// <summary>The pools of event listeners.</summary>
    public IReadOnlyList<PoolState> Pools { get; init; } = [];

    /// <summary>What processes have been sent on their stdin and have not read yet.</summary>
    public IReadOnlyList<PendingInput> Inputs { get; init; } = [];

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Version);
        writer.Write(EventSerial);
        WriteAll(writer, Pools, static (w, pool) =>
        {
            w.Write(pool.Name);
            w.Write(pool.Serial);
            WriteAll(w, pool.Waiting, WriteEvent);
            WriteAll(w, pool.Listeners, static (w2, listener) =>
            {
                w2.Write(listener.Name);
                WriteAll<EventState>(w2, listener.Event is null ? [] : [listener.Event], WriteEvent);
                w2.Write(listener.Received.Length);
                w2.Write(listener.Received);
                w2.Write(listener.ResultLength);
                w2.Write(listener.ResultRead);
            });
        });
        WriteAll(writer, Inputs, static (w, input) =>
        {
            w.Write(input.Group);
            w.Write(input.Name);
            w.Write(input.Bytes.Length);
            w.Write(input.Bytes);
        });
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">A daemon of another version has written it.</exception>
    public static Handover Read(BinaryReader reader) => reader.ReadInt32() != Version
        ? throw new InvalidDataException("the state was written by another version")
        : new Handover
        {
            EventSerial = reader.ReadInt64(),
            Pools = ReadAll(reader, static r => new PoolState(
                r.ReadString(), r.ReadInt64(), ReadAll(r, ReadEvent),
                ReadAll(r, static r2 => new ListenerHandover(
                    r2.ReadString(), ReadAll(r2, ReadEvent).FirstOrDefault(), r2.ReadBytes(r2.ReadInt32()), r2.ReadInt64(), r2.ReadInt64())))),
            Inputs = ReadAll(reader, static r => new PendingInput(r.ReadString(), r.ReadString(), r.ReadBytes(r.ReadInt32()))),
        };

    private static void WriteEvent(BinaryWriter writer, EventState state)
    {
        writer.Write(state.Type);
        writer.Write(state.Payload);
        writer.Write(state.Serial);
        writer.Write(state.PoolSerial);
    }

    private static EventState ReadEvent(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());

    private static void WriteAll<T>(BinaryWriter writer, IReadOnlyCollection<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (T item in items)
        {
            write(writer, item);
        }
    }

    private static List<T> ReadAll<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = new List<T>();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            items.Add(read(reader));
        }

        return items;
    }
}

/// <summary>A pool of event listeners.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Serial">The number of its last event.</param>
/// <param name="Waiting">Events that wait, the oldest first.</param>
/// <param name="Listeners">Its listeners.</param>
public sealed record PoolState(string Name, long Serial, IReadOnlyList<EventState> Waiting, IReadOnlyList<ListenerHandover> Listeners);

/// <summary>An event as its listener will get it.</summary>
/// <param name="Type">Its type's name.</param>
/// <param name="Payload">Its payload.</param>
/// <param name="Serial">Its number.</param>
/// <param name="PoolSerial">Its number in its pool.</param>
public sealed record EventState(string Type, string Payload, long Serial, long PoolSerial);

/// <summary>A listener; its state is in the journal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Event">The event that it works on.</param>
/// <param name="Received">The part of an answer that it has written.</param>
/// <param name="ResultLength">The length of the answer that it has announced; -1 for none.</param>
/// <param name="ResultRead">How much of that has been read.</param>
public sealed record ListenerHandover(string Name, EventState? Event, byte[] Received, long ResultLength, long ResultRead);

/// <summary>Bytes for a process's stdin.</summary>
/// <param name="Group">Its process group.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record PendingInput(string Group, string Name, byte[] Bytes);
