using System.Globalization;
using Minos.Configuration;
using Minos.Configuration.Ini;
using Minos.Configuration.Reading;
using Minos.Configuration.Values;

namespace Minos.Fleet;

/// <summary>Reads host groups from a file as <c>deploy_supervisor.py</c> of the Minos fork does, and says what is wrong with it.</summary>
public static class HostGroupReader
{
    private const string HostPrefix = "host.";
    private static readonly string[] s_keys =
    [
        "user", "password", "root_dir", "data_dirs",
        "port", "identity_file", "proxy_jump", "known_hosts", "host_key_policy", "transport", "rpc_port",
    ];

    /// <summary>Reads every group of a file, in its order.</summary>
    /// <param name="path">The file, usually <c>config/deploy_supervisor.cfg</c>.</param>
    /// <param name="notes">Takes the warnings.</param>
    /// <remarks>A relative path of a group with only local hosts begins at the folder above the file's; elsewhere it is an error.</remarks>
    /// <exception cref="ConfigurationException">The file cannot be read, or something in it is wrong; it has all problems.</exception>
    public static IReadOnlyList<HostGroup> Read(string path, ICollection<ConfigurationProblem>? notes = null)
    {
        string file = Path.GetFullPath(path);
        var problems = new ProblemCollector();
        var document = new IniDocument();
        try
        {
            _ = IniReader.Read(IniFile.ReadText(file), path, document, problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidValueException)
        {
            problems.Add(ProblemSeverity.Error, $"could not read the host groups: {exception.Message}", null, path);
        }

        string baseDirectory = Path.GetDirectoryName(Path.GetDirectoryName(file)) ?? "/";
        List<HostGroup> groups = [.. document.Sections.Select(section => ReadGroup(document, section, baseDirectory, problems))];
        if (groups.Count == 0 && !problems.HasErrors)
        {
            problems.Add(ProblemSeverity.Error, "the file has no host group", "a section such as [group_1] with root_dir and host.0", path);
        }

        if (problems.HasErrors)
        {
            throw new ConfigurationException(problems.Problems);
        }

        foreach (ConfigurationProblem note in problems.Problems)
        {
            notes?.Add(note);
        }

        return groups;
    }

    private static HostGroup ReadGroup(IniDocument document, IniSection section, string baseDirectory, ProblemCollector problems)
    {
        List<FleetHost> hosts = ReadHosts(section, problems);
        bool relativeAllowed = hosts.Count > 0 && hosts.TrueForAll(static host => host.IsLocal);
        string? Directory(string key, string value)
        {
            if (value.StartsWith('/') || relativeAllowed)
            {
                return Path.GetFullPath(value, baseDirectory);
            }

            IniEntry? entry = document.Find(section, key);
            problems.Add(ProblemSeverity.Error, $"'{value}' is not an absolute path", section, key, entry, "relative paths are for localhost only");
            return null;
        }

        string root = document.Find(section, "root_dir")?.Value ?? "";
        if (root.Length == 0)
        {
            problems.Add(ProblemSeverity.Error, "root_dir is missing", section, "root_dir", null, "the directory to install the supervisor in");
        }

        CheckKeys(section, problems);
        return new HostGroup
        {
            Name = section.Name,
            User = NullIfEmpty(document.Find(section, "user")?.Value),
            Password = NullIfEmpty(document.Find(section, "password")?.Value),
            RootDirectory = root.Length == 0 ? "" : Directory("root_dir", root) ?? "",
            DataDirectories = ValueList.From(ListValue.Strings(document.Find(section, "data_dirs")?.Value ?? "")
                .Where(static directory => directory.Length > 0)
                .Select(directory => Directory("data_dirs", directory) ?? "")),
            Port = ReadPort(document, section, "port", problems),
            IdentityFile = ReadFile(document, section, "identity_file", baseDirectory),
            ProxyJump = ReadJump(document, section, problems),
            KnownHostsFile = ReadFile(document, section, "known_hosts", baseDirectory),
            HostKeyPolicy = ReadWord(document, section, "host_key_policy", problems, ("strict", HostKeyPolicy.Strict), ("accept-new", HostKeyPolicy.AcceptNew)) ?? default,
            Transport = ReadWord(document, section, "transport", problems, ("ssh", HostTransport.Ssh), ("local", HostTransport.Local)),
            RpcPort = ReadPort(document, section, "rpc_port", problems),
            Hosts = ValueList.From(hosts),
        };
    }

    private static int? ReadPort(IniDocument document, IniSection section, string key, ProblemCollector problems)
    {
        if (document.Find(section, key) is not { Value.Length: > 0 } entry)
        {
            return null;
        }

        if (ushort.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0)
        {
            return port;
        }

        problems.Add(ProblemSeverity.Error, $"'{entry.Value}' is not a port", section, entry.Key, entry, "1 to 65535");
        return null;
    }

    // The file's own paths begin where the relative directories do; ~ is the operator's home.
    private static string? ReadFile(IniDocument document, IniSection section, string key, string baseDirectory) =>
        document.Find(section, key)?.Value is not { Length: > 0 } value ? null
            : value.StartsWith("~/", StringComparison.Ordinal)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), value[2..])
                : Path.GetFullPath(value, baseDirectory);

    private static string? ReadJump(IniDocument document, IniSection section, ProblemCollector problems)
    {
        if (document.Find(section, "proxy_jump") is not { Value.Length: > 0 } entry)
        {
            return null;
        }

        if (entry.Value[0] != '-' && entry.Value.All(static c => char.IsAsciiLetterOrDigit(c) || "@,.:[]-_%/".Contains(c, StringComparison.Ordinal)))
        {
            return entry.Value;
        }

        problems.Add(ProblemSeverity.Error, $"'{entry.Value}' is not a list of hosts", section, entry.Key, entry, "user@host:port, several with commas");
        return null;
    }

    private static T? ReadWord<T>(IniDocument document, IniSection section, string key, ProblemCollector problems, params (string Word, T Value)[] words)
        where T : struct
    {
        if (document.Find(section, key) is not { Value.Length: > 0 } entry)
        {
            return null;
        }

        foreach ((string word, T value) in words)
        {
            if (word == entry.Value)
            {
                return value;
            }
        }

        problems.Add(
            ProblemSeverity.Error, $"'{entry.Value}' is not a value of {key}", section, key, entry, string.Join(" or ", words.Select(static word => word.Word)));
        return null;
    }

    private static List<FleetHost> ReadHosts(IniSection section, ProblemCollector problems)
    {
        var hosts = new SortedDictionary<int, FleetHost>();
        foreach (IniEntry entry in section.Entries.Values.Where(static entry => entry.Key.StartsWith(HostPrefix, StringComparison.Ordinal)))
        {
            string number = entry.Key[HostPrefix.Length..];
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                problems.Add(ProblemSeverity.Error, $"'{number}' is not a host number", section, entry.Key, entry, "host.0, host.1 and so on");
            }
            else if (HostRange.Expand(entry.Value) is not { } addresses || !addresses.All(IsAddress))
            {
                problems.Add(
                    ProblemSeverity.Error, $"'{entry.Value}' is not a host", section, entry.Key, entry,
                    "one host name or IP address, or several as web[01-20].example.com; sshd's port belongs in port=");
            }
            else if (id > int.MaxValue - (addresses.Count - 1))
            {
                problems.Add(ProblemSeverity.Error, $"'{number}' is too great for a host number", section, entry.Key, entry, "host.0, host.1 and so on");
            }
            else
            {
                foreach (string address in addresses)
                {
                    if (!hosts.TryAdd(id, new FleetHost(id, address)))
                    {
                        problems.Add(
                            ProblemSeverity.Error, $"host number {id} occurs twice", section, entry.Key, entry,
                            "each host has a number of its own; those of a range go on from the key's");
                    }

                    id++;
                }
            }
        }

        foreach (IGrouping<string, FleetHost> same in hosts.Values.GroupBy(static host => host.Address, StringComparer.OrdinalIgnoreCase).Where(static same => same.Count() > 1))
        {
            problems.Add(ProblemSeverity.Error, $"host {same.Key} occurs twice", section, null, null, "a supervisor is installed once on a host");
        }

        if (!section.Entries.Keys.Any(static key => key.StartsWith(HostPrefix, StringComparison.Ordinal)))
        {
            problems.Add(ProblemSeverity.Error, $"host group {section.Name} has no hosts", section, null, null, "host.0=ADDRESS");
        }

        return [.. hosts.Values];
    }

    // What ssh takes as a host, and never one of its options.
    private static bool IsAddress(string text) =>
        text.Length > 0 && text[0] != '-' && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '%');

    private static void CheckKeys(IniSection section, ProblemCollector problems)
    {
        foreach (IniEntry entry in section.Entries.Values)
        {
            if (!s_keys.Contains(entry.Key) && !entry.Key.StartsWith(HostPrefix, StringComparison.Ordinal))
            {
                string? nearest = EditDistance.Nearest(entry.Key, s_keys);
                problems.Add(
                    ProblemSeverity.Warning, $"unknown key {entry.Key}", section, entry.Key, entry,
                    nearest is null ? "it has no effect" : $"it has no effect; did you mean {nearest}?");
            }
        }

        if (section.Entries.TryGetValue("password", out IniEntry? password) && password.Value.Length > 0)
        {
            problems.Add(new ConfigurationProblem(ProblemSeverity.Warning, "the password is readable by everyone who can read this file")
            {
                File = password.File,
                Line = password.Line,
                Section = section.Name,
                Key = password.Key,
                Remedy = "keys and agents of ssh need none",
            });
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
