namespace Minos.Fleet.Installing;

/// <summary>The difference of two texts in unified form, for people; lines with passwords are left out.</summary>
internal static class TextDifference
{
    private const int Context = 3;
    private const int Limit = 2000;

    /// <summary>Compares two texts line by line.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="old">The text before; null for a new file.</param>
    /// <param name="text">The text afterwards.</param>
    internal static string Create(string name, string? old, string text)
    {
        string[] before = Lines(old ?? "");
        string[] after = Lines(text);
        if (before.Length > Limit || after.Length > Limit)
        {
            return $"--- {name}\n+++ {name}\n(too long to compare here)\n";
        }

        List<(char Sign, string Text)> script = Compare(before, after);
        var output = new System.Text.StringBuilder($"--- {(old is null ? "/dev/null" : name)}\n+++ {name}\n");
        for (int index = 0; index < script.Count; index++)
        {
            bool isNear = Enumerable.Range(Math.Max(0, index - Context), Math.Min(script.Count, index + Context + 1) - Math.Max(0, index - Context))
                .Any(near => script[near].Sign != ' ');
            if (isNear)
            {
                output.Append(script[index].Sign).Append(Mask(script[index].Text)).Append('\n');
            }
            else if (index == 0 || (index + 1 < script.Count && output[^2] != '…'))
            {
                output.Append("…\n");
            }
        }

        return output.ToString();
    }

    // The longest common subsequence by the plain table: configurations are short.
    private static List<(char Sign, string Text)> Compare(string[] before, string[] after)
    {
        int[,] common = new int[before.Length + 1, after.Length + 1];
        for (int i = before.Length - 1; i >= 0; i--)
        {
            for (int j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<(char Sign, string Text)> script = [];
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                script.Add((' ', before[i]));
                (i, j) = (i + 1, j + 1);
            }
            else if (i < before.Length && (j == after.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                script.Add(('-', before[i++]));
            }
            else
            {
                script.Add(('+', after[j++]));
            }
        }

        return script;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    private static string Mask(string line)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && line[..equals].Contains("password", StringComparison.OrdinalIgnoreCase) ? line[..(equals + 1)] + "***" : line;
    }
}
