using Minos.Rpc;

namespace Minos.Daemon.Web;

/// <summary>One process on the status page.</summary>
/// <param name="Group">Its process group.</param>
/// <param name="Name">Its name within the group.</param>
/// <param name="State">The state's name, e.g. <c>RUNNING</c>.</param>
/// <param name="Description">What Supervisor's clients show beside the state, e.g. <c>pid 12, uptime 0:01:02</c>.</param>
public sealed record ProcessRow(string Group, string Name, string State, string Description)
{
    /// <summary>Process id; 0 when there is none.</summary>
    public int Pid { get; init; }

    /// <summary>Time since the last start.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>The program's own page (the Minos fork's <c>http_url</c>).</summary>
    public string? HttpUrl { get; init; }

    /// <summary>The exit code, -1 after a signal; null when there is none.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>How often it was started again.</summary>
    public long Restarts { get; init; }

    /// <summary><c>name</c> when the process is its group's namesake, else <c>group:name</c>.</summary>
    public string Namespec => ProcessName.Display(Group, Name);

    /// <summary>The address of the program's own page, when it is one that a link may lead to.</summary>
    public string? Link =>
        Uri.TryCreate(HttpUrl, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? HttpUrl
            : null;
}
