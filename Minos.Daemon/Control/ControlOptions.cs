using Minos.Configuration;
using Minos.Configuration.CommandLine;

namespace Minos.Daemon.Control;

/// <summary>What the command line and <c>[supervisorctl]</c> say about a run of the control client.</summary>
internal sealed record ControlOptions
{
    public required string ServerUrl { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public string? CertificateFingerprint { get; init; }

    public required string Prompt { get; init; }

    public string? HistoryFile { get; init; }

    /// <summary>Whether questions may be asked: no action was given, or <c>-i</c> was.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The action and its arguments; empty to start the shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public static ControlOptions From(ControlConfiguration configuration, ControlCommandLine commandLine) => new()
    {
        ServerUrl = configuration.ServerUrl,
        UserName = configuration.UserName,
        Password = configuration.Password,
        CertificateFingerprint = configuration.CertificateFingerprint,
        Prompt = configuration.Prompt,
        HistoryFile = configuration.HistoryFile,
        IsInteractive = commandLine.Interactive,
        Arguments = commandLine.Arguments,
    };
}
