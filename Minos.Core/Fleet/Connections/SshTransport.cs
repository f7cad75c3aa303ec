using System.Globalization;

namespace Minos.Fleet.Connections;

/// <summary>Runs commands over the system's OpenSSH client, so that keys, agents, certificates, known hosts, jump hosts and ssh_config work as
/// they do at the prompt.</summary>
/// <param name="connectTime">How long to wait for a connection.</param>
internal sealed class SshTransport(TimeSpan connectTime) : IHostTransport
{
    private static readonly Dictionary<string, string> s_none = [];

    // After three of them without a word the connection is given up.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(5);

    private readonly AskPass _askPass = new();

    /// <inheritdoc/>
    public IHostCommand Run(HostTarget target, string command)
    {
        IReadOnlyDictionary<string, string> variables = HasPassword(target.Group) ? _askPass.VariablesFor(target.Host.Address, target.Group.Password!) : s_none;
        return HostProcess.Start("ssh", [.. Arguments(target), command], variables, (error, phase) => SshErrors.Explain(error, phase, target));
    }

    /// <inheritdoc/>
    public void Dispose() => _askPass.Dispose();

    /// <summary>The arguments before the command (man 1 ssh, man 5 ssh_config).</summary>
    internal IReadOnlyList<string> Arguments(HostTarget target)
    {
        HostGroup group = target.Group;
        List<string> arguments = ["-T", "-a", "-x"];
        void Option(string name, string value) => arguments.AddRange(["-o", $"{name}={value}"]);

        // A connection of its own: what a shared one was opened with is not known.
        Option("ControlMaster", "no");
        Option("ControlPath", "none");
        Option("ClearAllForwardings", "yes");
        Option("PermitLocalCommand", "no");
        Option("LogLevel", "ERROR");
        Option("ConnectTimeout", Seconds(connectTime));
        Option("ServerAliveInterval", Seconds(s_silence));
        Option("ServerAliveCountMax", "3");
        Option("StrictHostKeyChecking", group.HostKeyPolicy == HostKeyPolicy.AcceptNew ? "accept-new" : "yes");
        Option("NumberOfPasswordPrompts", "1");
        if (!HasPassword(group))
        {
            // Nobody is there to be asked, and with many hosts at once nobody could tell who asks.
            Option("BatchMode", "yes");
        }

        if (group.KnownHostsFile is { } knownHosts)
        {
            Option("UserKnownHostsFile", $"\"{knownHosts}\"");
        }

        if (group.IdentityFile is { } identity)
        {
            Option("IdentitiesOnly", "yes");
            arguments.AddRange(["-i", identity]);
        }

        if (group.ProxyJump is { } jump)
        {
            arguments.AddRange(["-J", jump]);
        }

        if (group.Port is { } port)
        {
            arguments.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        }

        if (group.User is { } user)
        {
            arguments.AddRange(["-l", user]);
        }

        return [.. arguments, "--", target.Host.Address];
    }

    private static bool HasPassword(HostGroup group) => !string.IsNullOrEmpty(group.Password);

    private static string Seconds(TimeSpan time) => Math.Max(1, (int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
