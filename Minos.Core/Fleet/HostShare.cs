using System.Globalization;

namespace Minos.Fleet;

/// <summary>A number of hosts, or a percentage of all of them.</summary>
/// <param name="Amount">The number; 0 to 100 for a percentage.</param>
/// <param name="IsPercentage">Which of both.</param>
public readonly record struct HostShare(int Amount, bool IsPercentage)
{
    /// <summary>Reads <c>5</c> or <c>10%</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static HostShare Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool isPercentage = text.EndsWith('%');
        return int.TryParse(text.AsSpan(0, text.Length - (isPercentage ? 1 : 0)), NumberStyles.None, CultureInfo.InvariantCulture, out int amount)
            && (!isPercentage || amount <= 100)
            ? new HostShare(amount, isPercentage)
            : throw new FormatException($"'{text}' is neither a number of hosts nor a percentage, such as 5 or 10%");
    }

    /// <summary>The number of hosts out of so many, rounded down.</summary>
    public int Of(int count) => IsPercentage ? (int)((long)count * Amount / 100) : Amount;

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}{(IsPercentage ? "%" : "")}");
}
