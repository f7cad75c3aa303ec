using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

/// <summary>No input makes the reader throw anything but its own exception, and what it accepts it accepts again.</summary>
public sealed class ConfigurationFuzzTests
{
    private static readonly string s_valid = DifferentialFiles.HandWritten().MaxBy(t => t.Length)!;

    [Fact]
    public void Random_bytes_are_refused_or_read() => Prop.ForAll<byte[]>(bytes => Survives(bytes ?? [])).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_texts_in_a_program_are_refused_or_read() => Prop.ForAll<string>(
        text => Survives(Encoding.UTF8.GetBytes($"[supervisord]\n[program:a]\ncommand={text}\nenvironment={text}\nstdout_logfile={text}\n")))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Changed_texts_are_refused_or_read() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed => Survives(Encoding.UTF8.GetBytes(DifferentialFiles.Mutate(s_valid, new Random(seed)))))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Changed_bytes_are_refused_or_read() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed => Survives(ChangeBytes(Encoding.UTF8.GetBytes(s_valid), new Random(seed))))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static byte[] ChangeBytes(byte[] bytes, Random random)
    {
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes[..random.Next(bytes.Length / 2, bytes.Length)];
    }

    private static bool Survives(byte[] bytes)
    {
        using var file = new ConfigFile("");
        File.WriteAllBytes(file.Path, bytes);
        try
        {
            SupervisorConfiguration first = file.Read();
            return file.Read() == first && first.Groups.All(g => g.Processes.All(p => p.Name is not null));
        }
        catch (ConfigurationException e)
        {
            return e.Message.Length > 0 && !file.Check().IsUsable;
        }
    }
}
