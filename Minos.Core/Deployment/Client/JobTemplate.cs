using System.Buffers;
using System.Text;
using Minos.Configuration;

namespace Minos.Deployment.Client;

/// <summary>A text with expressions: a script or a configuration file of a job.</summary>
/// <remarks>
/// Only <c>%(name)s</c> (or <c>d</c>) is one, and <c>%%(</c> stands for <c>%(</c>: every other percent sign is a script's own, as in
/// <c>date +%F</c>.
/// </remarks>
/// <param name="File">Where the text comes from, for errors.</param>
/// <param name="FirstLine">The line of that file that it begins at, from 1.</param>
/// <param name="Text">The text as written.</param>
public sealed record JobTemplate(string File, int FirstLine, string Text)
{
    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-+");

    /// <summary>Whether an expression begins with one of these names.</summary>
    internal bool Names(IEnumerable<string> names) => names.Any(name => Text.Contains($"%({name})", StringComparison.Ordinal));

    /// <summary>Replaces every expression by its value.</summary>
    /// <param name="values">The values by name.</param>
    /// <exception cref="ConfigurationException">There is no such name; the problem has file and line.</exception>
    public string Expand(IReadOnlyDictionary<string, string> values)
    {
        var result = new StringBuilder(Text.Length + 64);
        int done = 0;
        for (int at; (at = Text.IndexOf("%(", done, StringComparison.Ordinal)) >= 0;)
        {
            result.Append(Text, done, at - done);
            done = at + 2;
            int end = at + 2 + Text.AsSpan(at + 2).IndexOfAnyExcept(s_nameCharacters);
            if (at > 0 && Text[at - 1] == '%')
            {
                result.Append('(');
            }
            else if (end < done + 1 || Text[end] != ')' || end + 1 == Text.Length || Text[end + 1] is not ('s' or 'd'))
            {
                result.Append("%(");
            }
            else
            {
                string name = Text[done..end];
                result.Append(values.TryGetValue(name, out string? value) ? value : throw Unknown(name, at, values.Keys));
                done = end + 2;
            }
        }

        return result.Append(Text, done, Text.Length - done).ToString();
    }

    private ConfigurationException Unknown(string name, int at, IEnumerable<string> known) => new(
    [
        new ConfigurationProblem(ProblemSeverity.Error, $"%({name})s cannot be expanded")
        {
            File = File,
            Line = FirstLine + Text.AsSpan(0, at).Count('\n'),
            Remedy = $"write %%( for the characters themselves; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}",
        },
    ]);
}
