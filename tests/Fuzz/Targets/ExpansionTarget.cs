using System.Text;
using Minos.Configuration;
using Minos.Configuration.Expansion;

namespace Minos.Fuzz.Targets;

/// <summary>Python's % formatting: any text is expanded or refused, and none fills the memory.</summary>
internal static class ExpansionTarget
{
    private static readonly ExpansionNames s_names = ExpansionNames.Empty
        .With(("here", "/etc/x"), ("program_name", "wéb"), ("process_num", 7), ("numprocs", 12345678901), ("minus", -5), ("empty", ""), ("emoji", "😀"))
        .WithVariables(new Dictionary<string, string> { ["A"] = "%(here)s", ["quote"] = "a'b\"c\\" });

    public static void Run(byte[] data)
    {
        string format = Encoding.UTF8.GetString(data);
        try
        {
            string result = Expander.Expand(format, s_names, "section.key");
            BrokenPromiseException.ThrowUnless(format.Contains('%') || ReferenceEquals(format, result), "a text without % is itself");
            BrokenPromiseException.ThrowUnless(result.Length <= (format.Length + 1) * 20_200L, "a conversion is never wider than documented");
        }
        catch (InvalidValueException e)
        {
            BrokenPromiseException.ThrowUnless(
                e.Message.StartsWith("Format string ", StringComparison.Ordinal), "the sentence is Supervisor's");
        }
    }
}
