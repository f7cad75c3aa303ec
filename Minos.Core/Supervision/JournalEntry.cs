using Minos.Native;

namespace Minos.Supervision;

/// <summary>What the journal knows of one process: enough to take it over, or to leave it as it was.</summary>
public sealed record JournalEntry
{
    /// <summary>Its process group.</summary>
    public required string Group { get; init; }

    /// <summary>Its name in the group.</summary>
    public required string Name { get; init; }

    /// <summary>Its state.</summary>
    public ProcessState State { get; init; }

    /// <summary>A start is under way: <see cref="Pid"/> is not known, but the pipes lead to the process if there is one.</summary>
    public bool IsLaunching { get; init; }

    /// <summary>It has been told to stop.</summary>
    public bool IsBeingStopped { get; init; }

    /// <summary>It was taken over from a daemon that died.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Process id; 0 for none.</summary>
    public int Pid { get; init; }

    /// <summary>When the process was started, in clock ticks since boot.</summary>
    public long StartTicks { get; init; }

    /// <summary>Its pipes.</summary>
    public PipeNumbers Pipes { get; init; }

    /// <summary>How often it has been started.</summary>
    public long Generation { get; init; }

    /// <summary>Failed starts in a row.</summary>
    public int Backoff { get; init; }

    /// <summary>Its last start, in milliseconds since 1970; 0 for none.</summary>
    public long LastStart { get; init; }

    /// <summary>Its last end, in milliseconds since 1970; 0 for none.</summary>
    public long LastStop { get; init; }

    /// <summary>How it last ended; null when it did not.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>What went wrong last; empty for nothing.</summary>
    public string SpawnError { get; init; } = "";

    /// <summary>The command that it was started with.</summary>
    public string Command { get; init; } = "";

    /// <summary>Its stdout log; empty for none. The name of an AUTO log is known nowhere else.</summary>
    public string StdoutLog { get; init; } = "";

    /// <summary>Its stderr log; empty for none.</summary>
    public string StderrLog { get; init; } = "";

    /// <summary>How it is stopped, should its section be gone from the configuration.</summary>
    public int StopSignal { get; init; } = 15;

    /// <summary>Seconds from that signal to SIGKILL.</summary>
    public int StopWaitSeconds { get; init; } = 10;

    /// <summary>The signals go to its process group.</summary>
    public bool StopAsGroup { get; init; }

    /// <summary>A listener's state in the event protocol.</summary>
    public byte Listener { get; init; }

    /// <summary>What the entry is about.</summary>
    public (string Group, string Name) Key => (Group, Name);

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Group);
        writer.Write(Name);
        writer.Write((int)State);
        writer.Write(IsLaunching);
        writer.Write(IsBeingStopped);
        writer.Write(IsResumed);
        writer.Write(Pid);
        writer.Write(StartTicks);
        writer.Write(Pipes.Input);
        writer.Write(Pipes.Output);
        writer.Write(Pipes.Error);
        writer.Write(Generation);
        writer.Write(Backoff);
        writer.Write(LastStart);
        writer.Write(LastStop);
        writer.Write(ExitStatus ?? int.MinValue);
        writer.Write(SpawnError);
        writer.Write(Command);
        writer.Write(StdoutLog);
        writer.Write(StderrLog);
        writer.Write(StopSignal);
        writer.Write(StopWaitSeconds);
        writer.Write(StopAsGroup);
        writer.Write(Listener);
    }

    internal static JournalEntry Read(BinaryReader reader) => new()
    {
        Group = reader.ReadString(),
        Name = reader.ReadString(),
        State = (ProcessState)reader.ReadInt32(),
        IsLaunching = reader.ReadBoolean(),
        IsBeingStopped = reader.ReadBoolean(),
        IsResumed = reader.ReadBoolean(),
        Pid = reader.ReadInt32(),
        StartTicks = reader.ReadInt64(),
        Pipes = new PipeNumbers(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()),
        Generation = reader.ReadInt64(),
        Backoff = reader.ReadInt32(),
        LastStart = reader.ReadInt64(),
        LastStop = reader.ReadInt64(),
        ExitStatus = reader.ReadInt32() is var status and not int.MinValue ? status : null,
        SpawnError = reader.ReadString(),
        Command = reader.ReadString(),
        StdoutLog = reader.ReadString(),
        StderrLog = reader.ReadString(),
        StopSignal = reader.ReadInt32(),
        StopWaitSeconds = reader.ReadInt32(),
        StopAsGroup = reader.ReadBoolean(),
        Listener = reader.ReadByte(),
    };
}
