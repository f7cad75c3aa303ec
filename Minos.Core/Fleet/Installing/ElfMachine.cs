using System.Buffers.Binary;

namespace Minos.Fleet.Installing;

/// <summary>The machine that an executable is for, in the words of <c>uname -m</c> (man 5 elf, e_machine).</summary>
internal static class ElfMachine
{
    private const int HeaderLength = 20;

    /// <summary>Reads it.</summary>
    /// <returns>Null when the file is no executable of Linux, or for a machine that has no name here.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static string? Read(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        using FileStream file = File.OpenRead(path);
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith("\u007fELF"u8))
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) switch
        {
            62 => "x86_64",
            183 => "aarch64",
            40 => "armv7l",
            243 => "riscv64",
            _ => null,
        };
    }
}
