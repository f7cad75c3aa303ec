using SharpFuzz;

namespace Minos.Fuzz;

/// <summary>What afl++ runs, and what runs an input that it has found.</summary>
public static class Program
{
    /// <summary><c>Minos.Fuzz TARGET</c> takes inputs from afl-fuzz; <c>Minos.Fuzz TARGET FILE...</c> runs files.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments.Length == 0 || !FuzzTargets.All.TryGetValue(arguments[0], out Action<byte[]>? target))
        {
            Console.Error.WriteLine($"usage: Minos.Fuzz TARGET [FILE...]; targets: {string.Join(' ', FuzzTargets.All.Keys)}");
            return 2;
        }

        if (arguments.Length == 1)
        {
            Fuzzer.Run(stream =>
            {
                using var data = new MemoryStream();
                stream.CopyTo(data);
                target(data.ToArray());
            });
            return 0;
        }

        foreach (string file in arguments[1..])
        {
            Console.WriteLine(file);
            target(File.ReadAllBytes(file));
        }

        return 0;
    }
}
