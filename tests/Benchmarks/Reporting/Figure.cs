using System.Text.Json.Serialization;

namespace Minos.Benchmarks.Reporting;

/// <summary>A row's result.</summary>
/// <param name="Row">Its name.</param>
/// <param name="Title">What was measured, with its unit.</param>
/// <param name="Medians">By subject; a subject that cannot do it is missing.</param>
/// <param name="Floor">What the machine itself needs; null when there is no such figure.</param>
/// <param name="TimesBetter">How many times better minosd is than supervisord; null without both.</param>
/// <param name="Goal">What minosd must reach, in words; null when the row only informs.</param>
/// <param name="IsReached">Whether it does; null when it cannot be told.</param>
internal sealed record Figure(
    string Row, string Title, IReadOnlyDictionary<string, double> Medians, double? Floor, double? TimesBetter, string? Goal, bool? IsReached);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Figure>))]
internal sealed partial class FigureJson : JsonSerializerContext;
