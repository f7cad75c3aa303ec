using System.Text;
using Minos.Configuration;
using Minos.Configuration.Values;

namespace Minos.Fuzz.Targets;

/// <summary>Lists of variables, command lines, and what quotes a word of one.</summary>
internal static class EnvironmentTarget
{
    public static void Run(byte[] data)
    {
        string text = Encoding.UTF8.GetString(data);
        try
        {
            _ = EnvironmentValue.Parse(text);
        }
        catch (InvalidValueException)
        {
            // Documented.
        }

        try
        {
            List<string> words = Shlex.Split(text);
            List<string> again = Shlex.Split(string.Join(' ', words.Select(Shlex.Quote)));
            BrokenPromiseException.ThrowUnless(words.SequenceEqual(again), "quoted words are split into themselves");
        }
        catch (InvalidValueException)
        {
            // Documented.
        }

        BrokenPromiseException.ThrowUnless(Shlex.Split(Shlex.Quote(text)) is [var only] && only == text, "a quoted word is split into itself");
    }
}
