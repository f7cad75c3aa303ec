using System.Text.Json.Serialization;
using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Rows;

namespace Minos.Benchmarks.Reporting;

/// <summary>A row's result.</summary>
/// <param name="Row">Its name.</param>
/// <param name="Title">What was measured, with its unit.</param>
/// <param name="Medians">By subject; a subject that cannot do it is missing.</param>
/// <param name="Floor">What the machine itself needs; null when there is no such figure.</param>
/// <param name="TimesBetter">How many times better minosd is than supervisord, the median of the rounds; null without both.</param>
/// <param name="Ratios">What a stored run is compared by, of each round (<see cref="Round.Ratio"/>).</param>
/// <param name="Goal">What minosd must reach, in words; null when the row only informs.</param>
/// <param name="IsReached">Whether it does; null when it cannot be told.</param>
/// <param name="Missing">Why nothing was measured; null when something was.</param>
internal sealed record Figure(
    string Row, string Title, IReadOnlyDictionary<string, double> Medians, double? Floor, double? TimesBetter, IReadOnlyList<double> Ratios, string? Goal,
    bool? IsReached, string? Missing)
{
    internal static Figure Of(Row row, IReadOnlyList<Round> rounds)
    {
        Dictionary<string, double> medians = rounds.SelectMany(static round => round.Values)
            .GroupBy(static pair => pair.Key, static pair => pair.Value).ToDictionary(static group => group.Key, static group => Statistics.Median([.. group]));
        double[] floors = [.. rounds.Select(static round => round.Floor).OfType<double>()];
        double[] ratios = [.. rounds.Select(round => round.Ratio(row.LargerIsBetter)).OfType<double>()];
        double? timesBetter = ratios.Length > 0 && medians.ContainsKey("supervisord") ? Statistics.Median(ratios) : null;
        bool? isReached = medians.TryGetValue("minosd", out double ours) ? row.Goal?.IsReached(ours, timesBetter) : null;
        return new Figure(
            row.Name, row.Title, medians, floors.Length > 0 ? Statistics.Median(floors) : null, timesBetter, ratios, row.Goal?.ToString(), isReached, row.Missing);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Figure>))]
internal sealed partial class FigureJson : JsonSerializerContext;
