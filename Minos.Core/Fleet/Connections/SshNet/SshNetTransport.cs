using Renci.SshNet;
using Renci.SshNet.Common;

namespace Minos.Fleet.Connections.SshNet;

/// <summary>Runs commands over SSH.NET, for machines without OpenSSH's client. It knows no agent, no certificates, no ssh_config and no jump
/// hosts: keys are files without a passphrase.</summary>
/// <param name="connectTime">How long to wait for a connection.</param>
internal sealed class SshNetTransport(TimeSpan connectTime) : IHostTransport
{
    private const int DefaultPort = 22;
    private static readonly string[] s_keyFiles = ["id_ed25519", "id_ecdsa", "id_rsa"];

    /// <inheritdoc/>
    public IHostCommand Run(HostTarget target, string command)
    {
        HostGroup group = target.Group;
        if (group.ProxyJump is not null)
        {
            throw new HostException(HostPhase.Connect, "proxy_jump= needs OpenSSH's client: this build connects by SSH.NET");
        }

        string address = target.Host.Address;
        int port = group.Port ?? DefaultPort;
        string user = group.User ?? Environment.UserName;
        var known = new KnownHosts(group.KnownHostsFile ?? Path.Combine(SshDirectory, "known_hosts"), SshErrors.KnownName(target));
        var connection = new ConnectionInfo(address, port, user, Methods(group, user)) { Timeout = connectTime };
        known.Prefer(connection.HostKeyAlgorithms);
        var client = new SshClient(connection);
        var running = new SshNetCommand(client, command, target);
        client.HostKeyReceived += (_, e) => e.CanTrust = Judge(known, group, e, running);
        running.Start();
        return running;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string SshDirectory => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh");

    private static bool Judge(KnownHosts known, HostGroup group, HostKeyEventArgs key, SshNetCommand running)
    {
        switch (known.Look(key.HostKey))
        {
            case KnownHostVerdict.Same:
                return true;
            case KnownHostVerdict.Unknown when group.HostKeyPolicy == HostKeyPolicy.AcceptNew:
                known.Add(key.HostKey);
                return true;
            case KnownHostVerdict.Unknown:
                running.Refuse("No host key is known for the host (SHA256:" + key.FingerPrintSHA256 + ")");
                return false;
            default:
                running.Refuse("REMOTE HOST IDENTIFICATION HAS CHANGED (SHA256:" + key.FingerPrintSHA256 + ")");
                return false;
        }
    }

    /// <summary>What the host is offered: the password, or else keys.</summary>
    /// <exception cref="HostException">There is neither.</exception>
    private static AuthenticationMethod[] Methods(HostGroup group, string user)
    {
        if (group.Password is { Length: > 0 } password)
        {
            var asked = new KeyboardInteractiveAuthenticationMethod(user);
            asked.AuthenticationPrompt += (_, e) =>
            {
                foreach (AuthenticationPrompt prompt in e.Prompts)
                {
                    prompt.Response = password;
                }
            };
            return [new PasswordAuthenticationMethod(user, password), asked];
        }

        string[] files = group.IdentityFile is { } identity ? [identity] : [.. s_keyFiles.Select(static name => Path.Combine(SshDirectory, name)).Where(File.Exists)];
        try
        {
            return files.Length > 0
                ? [new PrivateKeyAuthenticationMethod(user, [.. files.Select(static file => new PrivateKeyFile(file))])]
                : throw new HostException(HostPhase.Authenticate, $"there is no key in {SshDirectory} and no password (identity_file= or password=)");
        }
        catch (Exception exception) when (exception is SshException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new HostException(HostPhase.Authenticate, $"a private key cannot be used: {exception.Message}", exception);
        }
    }
}
