namespace Minos.Daemon.Control.Actions;

/// <summary>Lists words in columns, downwards first, in as few rows as fit.</summary>
internal static class Columns
{
    private const int Gap = 2;

    public static void Write(TextWriter output, IReadOnlyList<string> words, int lineWidth)
    {
        if (words.Count == 0)
        {
            return;
        }

        int rows = 1;
        int[] widths = Widths(words, rows);
        while (rows < words.Count && widths.Sum() + (Gap * (widths.Length - 1)) > lineWidth)
        {
            rows++;
            widths = Widths(words, rows);
        }

        for (int row = 0; row < rows; row++)
        {
            List<string> cells = [];
            for (int at = row; at < words.Count; at += rows)
            {
                cells.Add(words[at].PadRight(widths[at / rows]));
            }

            output.Write(string.Join(new string(' ', Gap), cells) + "\n");
        }
    }

    private static int[] Widths(IReadOnlyList<string> words, int rows)
    {
        int columns = (words.Count + rows - 1) / rows;
        return [.. Enumerable.Range(0, columns).Select(c => words.Skip(c * rows).Take(rows).Max(static w => w.Length))];
    }
}
