namespace Minos.Configuration.Reading;

/// <summary>Finds what a misspelt word was meant to be.</summary>
public static class EditDistance
{
    /// <summary>The nearest of <paramref name="words"/>, or null if none is near enough to be meant.</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        int limit = Math.Max(1, word.Length / 3);
        (string Word, int Distance)? best = null;
        foreach (string candidate in words.Where(c => Math.Abs(c.Length - word.Length) <= limit))
        {
            int distance = Between(word, candidate);
            if (distance <= limit && (best is null || distance < best.Value.Distance))
            {
                best = (candidate, distance);
            }
        }

        return best?.Word;
    }

    // Insertions, deletions, replacements and swapped neighbours.
    private static int Between(string a, string b)
    {
        int[] beforePrevious = [];
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
                }
            }

            (beforePrevious, previous) = (previous, current);
        }

        return previous[b.Length];
    }
}
