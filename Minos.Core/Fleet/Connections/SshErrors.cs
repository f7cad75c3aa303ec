namespace Minos.Fleet.Connections;

/// <summary>Finds the phase and the sentence in what OpenSSH's client writes to its stderr.</summary>
internal static class SshErrors
{
    /// <summary>What begins a sentence that is not ssh's but the command's own.</summary>
    internal const string OwnWords = "minosd relay: ";

    // In the order in which they are looked for: a refused host key also ends the login.
    private static readonly (string Text, HostPhase Phase, string Sentence)[] s_known =
    [
        ("HOST IDENTIFICATION HAS CHANGED", HostPhase.HostKey,
            "the host's key is not the one in the known hosts file: somebody may be in between, or the host was set up anew (then: ssh-keygen -R {1})"),
        ("host key is known for", HostPhase.HostKey,
            "the host's key is not known (compare and accept it with `ssh {0}`, name a file in known_hosts=, or set host_key_policy=accept-new)"),
        ("Host key verification failed", HostPhase.HostKey, "the host's key was refused"),
        ("UNPROTECTED PRIVATE KEY FILE", HostPhase.Authenticate, "ssh does not use the private key, since others can read its file"),
        ("Permission denied", HostPhase.Authenticate, "the host refused the login"),
        ("Too many authentication failures", HostPhase.Authenticate, "the host refused the login after too many keys (name one with identity_file=)"),
        ("Could not resolve hostname", HostPhase.Connect, "the host's name is not known"),
        ("Connection refused", HostPhase.Connect, "nothing answers on the host's ssh port"),
        ("No route to host", HostPhase.Connect, "there is no way to the host"),
        ("Network is unreachable", HostPhase.Connect, "there is no way to the host's network"),
        ("Connection timed out", HostPhase.Connect, "the host does not answer"),
        ("Operation timed out", HostPhase.Connect, "the host does not answer"),
        ("Connection to UNKNOWN", HostPhase.Connect, "the way to the host broke off"),
        ("banner exchange", HostPhase.Connect, "what answers on the host's ssh port is no sshd, or too busy a one"),
        ("kex_exchange_identification", HostPhase.Connect, "the host closed the connection before the login (too many at once?)"),
    ];

    /// <summary>Explains why ssh has ended.</summary>
    /// <param name="error">What it wrote.</param>
    /// <param name="phase">What was being done as far as the answers tell; <see cref="HostPhase.Connect"/> when there were none.</param>
    /// <param name="target">The host.</param>
    internal static HostException Explain(string error, HostPhase phase, HostTarget target)
    {
        string text = string.Join(" | ", error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static line => !line.All(static c => c == '@') && !line.StartsWith("** ", StringComparison.Ordinal)));
        if (text.StartsWith(OwnWords, StringComparison.Ordinal))
        {
            return new HostException(phase, text[OwnWords.Length..]);
        }

        if (phase == HostPhase.Connect)
        {
            foreach ((string known, HostPhase knownPhase, string sentence) in s_known)
            {
                if (error.Contains(known, StringComparison.Ordinal))
                {
                    return new HostException(knownPhase, $"{sentence.Replace("{0}", target.Host.Address, StringComparison.Ordinal).Replace("{1}", KnownName(target), StringComparison.Ordinal)}: {text}");
                }
            }
        }

        return new HostException(phase, text.Length == 0 ? "the connection broke off" : $"the connection broke off: {text}");
    }

    /// <summary>The host's name as the file of known hosts has it (man 8 sshd, SSH_KNOWN_HOSTS FILE FORMAT).</summary>
    internal static string KnownName(HostTarget target) =>
        target.Group.Port is { } port and not 22 ? $"[{target.Host.Address}]:{port}" : target.Host.Address;
}
