using System.Globalization;

namespace Minos.Fleet;

/// <summary>Several hosts in one value: <c>web[01-20].example.com</c>.</summary>
internal static class HostRange
{
    /// <summary>More is taken for a slip of the pen.</summary>
    internal const int Limit = 10_000;

    /// <summary>The hosts of a value, with as many digits as the first number of a range has.</summary>
    /// <returns>Null when the brackets are not those of a range, or there would be more than <see cref="Limit"/>.</returns>
    internal static IReadOnlyList<string>? Expand(string value)
    {
        int open = value.IndexOf('[', StringComparison.Ordinal);
        int close = value.IndexOf(']', StringComparison.Ordinal);
        if (open < 0 && close < 0)
        {
            return [value];
        }

        if (open < 0 || close < open || value[(open + 1)..close].Split('-') is not [var first, var last]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int from)
            || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int to)
            || to < from || Expand(value[(close + 1)..]) is not { } rest || (to - from + 1L) * rest.Count > Limit)
        {
            return null;
        }

        string format = "D" + first.Length.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> numbers = Enumerable.Range(from, to - from + 1).Select(number => number.ToString(format, CultureInfo.InvariantCulture));
        return [.. numbers.SelectMany(number => rest.Select(tail => value[..open] + number + tail))];
    }
}
