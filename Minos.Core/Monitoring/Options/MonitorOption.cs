namespace Minos.Monitoring.Options;

/// <summary>An option of a monitor: what help and the guide's tables show, and what it does.</summary>
/// <param name="Letter">The short option, or null.</param>
/// <param name="Name">The long option.</param>
/// <param name="Argument">The word that stands for its argument in help; null when it takes none.</param>
/// <param name="Default">What holds without it, in a word or two; empty when nothing does.</param>
/// <param name="Text">What it does.</param>
/// <param name="Assign">Takes the argument.</param>
internal sealed record MonitorOption(
    char? Letter, string Name, string? Argument, string Default, string Text, Action<MonitorSettings, string> Assign)
{
    /// <summary>Whether it may be given several times.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>How it is written: <c>-t/--toEmail LIST</c>.</summary>
    public string Usage => $"{(Letter is null ? "" : $"-{Letter}/")}--{Name}{(Argument is null ? "" : " " + Argument)}";
}
