using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Minos.Daemon.Http;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>What a daemon gets from the one whose place it takes, in memory that outlives the execve.</summary>
internal sealed record UpgradeState
{
    /// <summary>Names the descriptor of that memory, and is removed before anything else sees it.</summary>
    internal const string Variable = "MINOSD_UPGRADE";

    private const string Format = "minosd upgrade 3";

    /// <summary>What a program has to read that takes this one's place.</summary>
    internal static string Formats => $"{Format}, {Handover.Format}";

    /// <summary>The configuration file, absolute.</summary>
    internal required string ConfigurationFile { get; init; }

    /// <summary>The daemon's command line.</summary>
    internal required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>How often the program has been replaced, with this time.</summary>
    internal required int Upgrades { get; init; }

    /// <summary>Why the last try failed; empty when it did not.</summary>
    internal string Error { get; init; } = "";

    /// <summary>The locked pid file.</summary>
    internal required int PidFile { get; init; }

    /// <summary>The program before, to go back to.</summary>
    internal required int Program { get; init; }

    /// <summary>The way to the watcher; -1 for none.</summary>
    internal int Keeper { get; init; } = -1;

    /// <summary>The memory itself.</summary>
    internal int Memory { get; init; }

    /// <summary>Listening sockets by the name of their address.</summary>
    internal required IReadOnlyDictionary<string, int> Sockets { get; init; }

    /// <summary>The daemon's ends of its children's pipes.</summary>
    internal required IReadOnlyList<int> Pipes { get; init; }

    /// <summary>The logs that clients follow.</summary>
    internal IReadOnlyList<TailState> Tails { get; init; } = [];

    /// <summary>What supervision goes on with.</summary>
    internal required Handover Handover { get; init; }

    /// <summary>Every descriptor that is handed on, but the memory.</summary>
    internal IReadOnlyList<int> Descriptors => [PidFile, Program, .. Keeper < 0 ? (int[])[] : [Keeper], .. Sockets.Values, .. Pipes, .. Tails.SelectMany(static t => t.Descriptors)];

    /// <summary>Takes over what was handed on; null when this is no upgrade.</summary>
    internal static UpgradeState? TakeFromEnvironment()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor))
        {
            return null;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        SafeFileHandle memory = ProgramReplacement.Take(descriptor);
        byte[] bytes = new byte[RandomAccess.GetLength(memory)];
        _ = RandomAccess.Read(memory, bytes, 0);
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (reader.ReadString() != Format)
        {
            throw new InvalidDataException("the state was written by another version");
        }

        return new UpgradeState
        {
            Memory = (int)memory.DangerousGetHandle(),
            ConfigurationFile = reader.ReadString(),
            Arguments = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())],
            Upgrades = reader.ReadInt32(),
            Error = reader.ReadString(),
            PidFile = reader.ReadInt32(),
            Program = reader.ReadInt32(),
            Keeper = reader.ReadInt32(),
            Sockets = Enumerable.Range(0, reader.ReadInt32()).ToDictionary(_ => reader.ReadString(), _ => reader.ReadInt32()),
            Pipes = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt32())],
            Tails = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => TailState.Read(reader))],
            Handover = Handover.Read(reader),
        };
    }

    /// <summary>Executes the program before, with what it has handed on and the reason why this one could not start. Returns when that fails, and
    /// at once in the program before.</summary>
    internal void GoBack(string reason)
    {
        if (Error.Length == 0)
        {
            _ = (this with { Error = reason, Upgrades = Upgrades - 1 }).Execute(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{Program}"), limit: null);
        }
    }

    internal byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        writer.Write(ConfigurationFile);
        writer.Write(Arguments.Count);
        foreach (string argument in Arguments)
        {
            writer.Write(argument);
        }

        writer.Write(Upgrades);
        writer.Write(Error);
        writer.Write(PidFile);
        writer.Write(Program);
        writer.Write(Keeper);
        writer.Write(Sockets.Count);
        foreach ((string address, int descriptor) in Sockets)
        {
            writer.Write(address);
            writer.Write(descriptor);
        }

        writer.Write(Pipes.Count);
        foreach (int pipe in Pipes)
        {
            writer.Write(pipe);
        }

        writer.Write(Tails.Count);
        foreach (TailState tail in Tails)
        {
            tail.Write(writer);
        }

        Handover.Write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Executes a program with this state. Returns only when that fails.</summary>
    /// <returns>The error number.</returns>
    internal int Execute(string path, DescriptorLimit? limit)
    {
        using SafeFileHandle memory = ProgramReplacement.CreateMemory(ToBytes());
        int number = (int)memory.DangerousGetHandle();
        string[] variables = [string.Create(CultureInfo.InvariantCulture, $"{Variable}={number}"), .. ProcessVariables.ToList()];
        return ProgramReplacement.Execute(path, Arguments, variables, [number, .. Descriptors], limit);
    }
}
