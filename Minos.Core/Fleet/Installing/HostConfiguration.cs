namespace Minos.Fleet.Installing;

/// <summary>The supervisord.conf of a host group: the operator's file or a default, with the group's data directories written into it.</summary>
internal static class HostConfiguration
{
    private const string DeploymentSection = "[rpcinterface:deployment]";
    private const string DataKey = "data_dirs";

    // No port is open to others: clients come over the socket, here or through ssh. Paths begin with %(here)s, so that no character of the
    // installation's own path means anything.
    private const string Default = """
        ; Written by the installation; the next one leaves it as it is, except for data_dirs. Your own: --supervisord-conf, or -SupervisordConf in
        ; PowerShell.

        [unix_http_server]
        file=%(here)s/run/supervisor.sock

        [supervisord]
        logfile=%(here)s/log/supervisord.log
        pidfile=%(here)s/run/supervisord.pid
        childlogdir=%(here)s/log

        [supervisorctl]
        serverurl=unix://%(here)s/run/supervisor.sock

        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

        [rpcinterface:deployment]
        supervisor.rpcinterface_factory=deployment.rpcinterface:deployment_rpcinterface
        package_root=%(here)s/../packages
        app_root=%(here)s/../app
        log_root=%(here)s/../log
        data_dirs=

        [include]
        files=conf/*.cfg

        """;

    /// <summary>The text for a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="text">The operator's text; null takes the default.</param>
    /// <exception cref="FormatException">The control client could not reach the daemon by it, so that nobody could tell whether it answers.</exception>
    internal static string For(HostGroup group, string? text)
    {
        bool isDefault = text is null;
        List<string> lines = [.. (text ?? Default).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
        if (!lines.Any(static line => IsSection(line, "[supervisorctl]")))
        {
            throw new FormatException("it has no section [supervisorctl]: without its serverurl= the installation cannot ask whether the supervisor answers");
        }

        // Without data directories of its own the default offers no deployment: there would be nowhere to put data.
        int section = lines.FindIndex(static line => IsSection(line, DeploymentSection));
        if (section >= 0 && group.DataDirectories.Count > 0)
        {
            SetDataDirectories(lines, section, string.Join(',', group.DataDirectories.Select(static directory => directory.Replace("%", "%%", StringComparison.Ordinal))));
        }
        else if (section >= 0 && isDefault)
        {
            lines.RemoveRange(section, End(lines, section) - section);
        }

        return string.Join('\n', lines) + "\n";
    }

    private static void SetDataDirectories(List<string> lines, int section, string value)
    {
        int end = End(lines, section);
        int key = lines.FindIndex(section, end - section, static line => line.StartsWith(DataKey, StringComparison.Ordinal)
            && line.AsSpan(DataKey.Length).TrimStart() is ['=' or ':', ..]);
        if (key < 0)
        {
            lines.Insert(section + 1, $"{DataKey}={value}");
            return;
        }

        lines[key] = $"{DataKey}={value}";
        while (key + 1 < end && lines[key + 1] is [' ' or '\t', ..])
        {
            lines.RemoveAt(key + 1); // a value that went on
            end--;
        }
    }

    private static int End(List<string> lines, int section)
    {
        int next = lines.FindIndex(section + 1, static line => line is ['[', ..]);
        return next < 0 ? lines.Count : next;
    }

    private static bool IsSection(string line, string name) => line.StartsWith(name, StringComparison.Ordinal);
}
