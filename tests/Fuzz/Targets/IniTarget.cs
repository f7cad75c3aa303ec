using System.Text;
using Minos.Configuration;
using Minos.Configuration.Ini;

namespace Minos.Fuzz.Targets;

/// <summary>The reader of configuration files: no text makes it throw, and what it cannot read it reports.</summary>
internal static class IniTarget
{
    public static void Run(byte[] data)
    {
        string text = Encoding.UTF8.GetString(data);
        var document = new IniDocument();
        var problems = new ProblemCollector();
        bool isRead = IniReader.Read(text, "a.conf", document, problems);
        BrokenPromiseException.ThrowUnless(isRead != problems.HasErrors, "what is not read is reported, and nothing else");
        int lines = text.Length + 1;
        foreach (ConfigurationProblem problem in problems.Problems)
        {
            BrokenPromiseException.ThrowUnless(problem.Line >= 1 && problem.Line <= lines, $"line {problem.Line} is one of the file's");
        }

        document.ReplaceHere("/etc/x");
        foreach (IniSection section in document.Sections.Prepend(document.Defaults))
        {
            foreach ((string key, IniEntry entry) in section.Entries)
            {
                BrokenPromiseException.ThrowUnless(key == entry.Key && key.Length > 0, "an entry has its key");
                BrokenPromiseException.ThrowUnless(!entry.Value.EndsWith('\n'), "a value does not end with an empty line");
            }
        }
    }
}
