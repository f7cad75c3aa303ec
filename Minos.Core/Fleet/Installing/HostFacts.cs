using System.Globalization;
using System.Text;
using Minos.Fleet.Connections;

namespace Minos.Fleet.Installing;

/// <summary>What a host has, as its script found it.</summary>
internal sealed record HostFacts
{
    /// <summary>System and machine as <c>uname -sm</c> has them.</summary>
    public string System { get; init; } = "";

    /// <summary>Whether there is anything of an installation.</summary>
    public bool IsPresent { get; init; }

    /// <summary>The digest of the release in use; null without one.</summary>
    public string? Release { get; init; }

    /// <summary>The size of its minosd in bytes.</summary>
    public long ReleaseSize { get; init; }

    /// <summary>The running daemon; null without one.</summary>
    public int? Pid { get; init; }

    /// <summary>Whether a daemon that was killed has left programs, which run on.</summary>
    public bool HasLeftPrograms { get; init; }

    /// <summary>The digest of the release that it runs.</summary>
    public string? RunningRelease { get; init; }

    /// <summary>The text of supervisord.conf; null without one.</summary>
    public string? Configuration { get; init; }

    /// <summary>Data directories that do not exist.</summary>
    public IReadOnlyList<string> MissingDirectories { get; init; } = [];

    /// <summary>The directory that cannot be written and the user who cannot; null when all can be.</summary>
    public string? Unwritable { get; init; }

    /// <summary>Whether the daemon is set to start with the machine as asked for.</summary>
    public bool HasStartup { get; init; }

    /// <summary>Reads the answers of the probe.</summary>
    /// <exception cref="HostException">The host is not reached, or the probe failed.</exception>
    internal static async Task<HostFacts> ReadAsync(HostSession session, CancellationToken cancellationToken)
    {
        var facts = new HostFacts();
        List<string> missing = [];
        StringBuilder? configuration = null;
        while (true)
        {
            HostAnswer answer = await session.ReadNextAsync(cancellationToken).ConfigureAwait(false);
            session.Phase = HostPhase.Probe;
            string[] words = answer.Text.Split(' ');
            switch (answer.Kind)
            {
                case "system":
                    facts = facts with { System = answer.Text };
                    break;
                case "present":
                    facts = facts with { IsPresent = true };
                    break;
                case "release":
                    facts = facts with { Release = words[0], ReleaseSize = long.Parse(words[1], CultureInfo.InvariantCulture) };
                    break;
                case "daemon":
                    facts = facts with { Pid = int.Parse(words[0], CultureInfo.InvariantCulture), RunningRelease = words[1] };
                    break;
                case "left":
                    facts = facts with { HasLeftPrograms = true };
                    break;
                case "conf":
                    (configuration ??= new StringBuilder()).Append(answer.Text).Append('\n');
                    break;
                case "missing":
                    missing.Add(answer.Text);
                    break;
                case "unwritable":
                    facts = facts with { Unwritable = answer.Text };
                    break;
                case "startup":
                    facts = facts with { HasStartup = true };
                    break;
                case "probed":
                    return facts with { MissingDirectories = missing, Configuration = configuration?.ToString() };
            }
        }
    }
}
