namespace Minos.Configuration.CommandLine;

/// <summary>A command line that <see cref="GetOpt"/> has split.</summary>
/// <param name="Options">The options in the order given.</param>
/// <param name="Positional">What follows them.</param>
public sealed record ParsedOptions(IReadOnlyList<ParsedOption> Options, IReadOnlyList<string> Positional);

/// <summary>An option that was given.</summary>
/// <param name="Name">With its dashes, and in full if it was shortened.</param>
/// <param name="Argument">Its argument; empty for a flag.</param>
public readonly record struct ParsedOption(string Name, string Argument);
