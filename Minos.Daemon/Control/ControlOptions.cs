using Minos.Configuration.CommandLine;

namespace Minos.Daemon.Control;

/// <summary>What the command line and <c>[supervisorctl]</c> say about a run of the control client.</summary>
internal sealed record ControlOptions
{
    public string ServerUrl { get; init; } = "http://localhost:9001";

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public string Prompt { get; init; } = "supervisor";

    public string? HistoryFile { get; init; }

    /// <summary>Whether questions may be asked: no action was given, or <c>-i</c> was.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The action and its arguments; empty to start the shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public static ControlOptions From(ControlCommandLine commandLine)
    {
        var defaults = new ControlOptions();
        return defaults with
        {
            ServerUrl = commandLine.ServerUrl ?? defaults.ServerUrl,
            UserName = commandLine.UserName,
            Password = commandLine.Password,
            HistoryFile = commandLine.HistoryFile,
            IsInteractive = commandLine.Interactive,
            Arguments = commandLine.Arguments,
        };
    }
}
