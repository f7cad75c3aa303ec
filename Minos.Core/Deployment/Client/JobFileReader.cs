using System.Globalization;
using Minos.Configuration;
using Minos.Configuration.Ini;
using Minos.Configuration.Reading;
using Minos.Configuration.Values;
using Minos.Fleet;

namespace Minos.Deployment.Client;

/// <summary>Reads job files (<c>docs/guide/jobs.md</c>), and says everything that is wrong with one.</summary>
public sealed class JobFileReader
{
    private const string ServiceSection = "service";
    private const string JobPrefix = "job:";

    private static readonly string[] s_serviceKeys =
        ["service", "cluster", "artifact", "package_name", "revision", "timestamp", "cleanup_token"];

    private static readonly string[] s_jobKeys =
        ["hosts", "instances", "base_port", "data_dir_indexes", "http_url", "start_script", "bootstrap_script", "cleanup_script", "config_files"];

    private readonly ProblemCollector _problems = new();
    private readonly IniDocument _document = new();
    private readonly string _file;
    private readonly IReadOnlyList<HostGroup> _groups;

    private JobFileReader(string file, IReadOnlyList<HostGroup> groups) => (_file, _groups) = (file, groups);

    /// <summary>Reads a file and the scripts and configuration files that it names.</summary>
    /// <param name="path">The file, usually in <c>config/jobs/</c>.</param>
    /// <param name="groups">The host groups that its jobs may name.</param>
    /// <param name="notes">Takes the warnings.</param>
    /// <exception cref="ConfigurationException">Something cannot be read or is wrong; it has all problems, with file and line.</exception>
    public static JobFile Read(string path, IReadOnlyList<HostGroup> groups, ICollection<ConfigurationProblem>? notes = null)
    {
        var reader = new JobFileReader(Path.GetFullPath(path), groups);
        JobFile? file = reader.Read();
        if (file is null || reader._problems.HasErrors)
        {
            throw new ConfigurationException(reader._problems.Problems);
        }

        foreach (ConfigurationProblem note in reader._problems.Problems)
        {
            notes?.Add(note);
        }

        return file;
    }

    private JobFile? Read()
    {
        try
        {
            _ = IniReader.Read(IniFile.ReadText(_file), _file, _document, _problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidValueException)
        {
            _problems.Add(ProblemSeverity.Error, $"could not read the job file: {exception.Message}", null, _file);
            return null;
        }

        if (_document.Find(ServiceSection) is not { } service)
        {
            _problems.Add(ProblemSeverity.Error, "the file has no section [service]", "[service] with service, cluster and artifact", _file);
            return null;
        }

        CheckKeys(service, s_serviceKeys);
        foreach (IniSection unknown in _document.Sections.Where(static s => s.Name != ServiceSection && !s.Name.StartsWith(JobPrefix, StringComparison.Ordinal)))
        {
            Fail(unknown, null, $"unknown section [{unknown.Name}]", "there are [service] and [job:NAME]");
        }

        var file = new JobFile
        {
            Path = _file,
            Service = Name(service, "service"),
            Cluster = Name(service, "cluster"),
            Artifact = Name(service, "artifact"),
            Package = ReadPackage(service),
            CleanupToken = Text(service, "cleanup_token"),
            Jobs = [],
            Tasks = [],
        };
        IniSection[] sections = [.. _document.Sections.Where(static s => s.Name.StartsWith(JobPrefix, StringComparison.Ordinal))];
        if (sections.Length == 0)
        {
            _problems.Add(ProblemSeverity.Error, "the file has no job", "a section such as [job:web] with hosts and start_script", _file);
        }

        JobDefinition[] jobs = [.. sections.Select(ReadJob)];
        if (_problems.HasErrors)
        {
            return null;
        }

        file = file with { Jobs = ValueList.From(jobs), Tasks = ValueList.From(sections.Zip(jobs).SelectMany(pair => MakeTasks(file, pair.First, pair.Second))) };
        CheckNames(file);
        JobExpansion.Check(file, _problems);
        return file;
    }

    private JobDefinition ReadJob(IniSection section)
    {
        CheckKeys(section, s_jobKeys);
        string name = section.Name[JobPrefix.Length..];
        if (!PathSegment.IsValid(name))
        {
            Fail(section, null, $"the job's name '{name}' is not allowed", PathSegment.Allowed);
        }

        string indexes = Text(section, "data_dir_indexes", "0");
        if (RunFile.ParseIndexes(indexes) is null)
        {
            Fail(section, "data_dir_indexes", $"'{indexes}' is not a list of numbers", "0 for the first of data_dirs, or a list such as 0,2");
        }

        return new JobDefinition
        {
            Name = name,
            Instances = Number(section, "instances", 1, 1000) ?? 1,
            BasePort = Number(section, "base_port", 1, 65535),
            DataIndexes = indexes,
            HttpUrl = new JobTemplate(_file, _document.Find(section, "http_url")?.Line ?? section.Line, Text(section, "http_url")),
            StartScript = Script(section, "start_script", required: true)!,
            BootstrapScript = Script(section, "bootstrap_script"),
            CleanupScript = Script(section, "cleanup_script"),
            Files = ValueList.From(ReadFiles(section)),
        };
    }

    private IEnumerable<KeyValuePair<string, JobTemplate>> ReadFiles(IniSection section)
    {
        foreach (string item in ListValue.Strings(Text(section, "config_files")).Where(static i => i.Length > 0))
        {
            (string name, string path) = item.Split(':', 2) is [var first, var second] ? (first.Trim(), second.Trim()) : (Path.GetFileName(item), item);
            if (!PathSegment.IsValid(name) || JobRequest.IsReserved(name))
            {
                Fail(section, "config_files", $"'{name}' is not allowed as the name of a file in the run directory", $"NAME:PATH; {PathSegment.Allowed}");
            }
            else if (Template(section, "config_files", path) is { } template)
            {
                yield return new(name, template);
            }
        }
    }

    private IEnumerable<JobTask> MakeTasks(JobFile file, IniSection section, JobDefinition job)
    {
        int number = 0;
        foreach ((HostGroup group, FleetHost host) in FindHosts(section))
        {
            for (int instance = 0; instance < job.Instances; instance++)
            {
                yield return new JobTask
                {
                    Job = job,
                    Name = new JobName(file.Service, file.Cluster, job.Name, job.Instances == 1 ? JobName.NoInstance : instance),
                    Group = group,
                    Host = host,
                    Number = number++,
                };
            }
        }
    }

    private List<(HostGroup Group, FleetHost Host)> FindHosts(IniSection section)
    {
        var hosts = new List<(HostGroup Group, FleetHost Host)>();
        foreach (string word in ListValue.Strings(Text(section, "hosts")).Where(static w => w.Length > 0))
        {
            string[] parts = word.Split('/', 2);
            if (_groups.FirstOrDefault(g => g.Name == parts[0]) is not { } group)
            {
                string near = EditDistance.Nearest(parts[0], _groups.Select(static g => g.Name)) is { } nearest
                    ? $"did you mean {nearest}?" : $"there are {string.Join(", ", _groups.Select(static g => g.Name))}";
                Fail(section, "hosts", $"there is no host group {parts[0]}", near);
                continue;
            }

            FleetHost[] chosen = parts.Length == 1 ? [.. group.Hosts]
                : [.. group.Hosts.Where(h => h.Address == parts[1] || h.Id.ToString(CultureInfo.InvariantCulture) == parts[1])];
            if (chosen.Length == 0)
            {
                Fail(section, "hosts", $"host group {group.Name} has no host {parts[1]}", "GROUP, GROUP/NUMBER or GROUP/ADDRESS");
            }

            hosts.AddRange(chosen.Where(h => !hosts.Contains((group, h))).Select(h => (group, h)));
        }

        if (hosts.Count == 0)
        {
            Fail(section, "hosts", $"job {section.Name[JobPrefix.Length..]} has no hosts", "hosts=GROUP");
        }

        return hosts;
    }

    // dn1, and instance 1 of dn, are the same process on a host.
    private void CheckNames(JobFile file)
    {
        foreach (IGrouping<(string Address, string Name), JobTask> same in file.Tasks.GroupBy(static t => (t.Host.Address, t.Name.ProcessName)).Where(static g => g.Count() > 1))
        {
            _problems.Add(
                ProblemSeverity.Error, $"{string.Join(" and ", same.Select(static t => $"job {t.Job.Name} (instance {t.Name.Instance})"))} have the same name on {same.Key.Address}: {same.Key.Name}",
                "rename one of them", _file);
        }

        foreach (JobTask task in file.Tasks.Where(static t => t.Port > ushort.MaxValue))
        {
            _problems.Add(ProblemSeverity.Error, $"{task} would have port {task.Port}", "base_port + 10 for each further instance must not pass 65535", _file);
        }
    }

    private PackageInfo? ReadPackage(IniSection section)
    {
        string[] triple = [Text(section, "package_name"), Text(section, "revision"), Text(section, "timestamp")];
        if (triple.All(static t => t.Length == 0))
        {
            return null;
        }

        var package = new PackageInfo(Text(section, "artifact"), triple[0], triple[1], triple[2]);
        if (triple.All(static t => PathSegment.IsValid(t)) && triple[0].EndsWith(".tar.gz", StringComparison.Ordinal))
        {
            return package;
        }

        Fail(section, "package_name", "a package is named by package_name (NAME.tar.gz), revision and timestamp together", "all three, or none of them");
        return null;
    }

    private string Name(IniSection section, string key)
    {
        string value = Text(section, key);
        if (!PathSegment.IsValid(value))
        {
            Fail(section, key, value.Length == 0 ? $"{key} is missing" : $"'{value}' is not allowed", PathSegment.Allowed);
        }

        return value;
    }

    private int? Number(IniSection section, string key, int least, int most)
    {
        string text = Text(section, key);
        if (text.Length == 0)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            return number;
        }

        Fail(section, key, $"'{text}' is not such a number", $"{least} to {most}");
        return null;
    }

    private JobTemplate? Script(IniSection section, string key, bool required = false)
    {
        string path = Text(section, key);
        if (path.Length == 0 && required)
        {
            Fail(section, key, $"{key} is missing", "the script that runs the job, in a file beside this one");
        }

        return path.Length == 0 ? null : Template(section, key, path);
    }

    private JobTemplate? Template(IniSection section, string key, string path)
    {
        string file = Path.GetFullPath(path, Path.GetDirectoryName(_file)!);
        try
        {
            return new JobTemplate(file, 1, IniFile.ReadText(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidValueException)
        {
            Fail(section, key, $"cannot read {path}: {exception.Message}", "relative paths begin at the job file's directory");
            return null;
        }
    }

    private void CheckKeys(IniSection section, string[] known)
    {
        foreach (IniEntry entry in section.Entries.Values.Where(e => !known.Contains(e.Key)))
        {
            string? nearest = EditDistance.Nearest(entry.Key, known);
            Fail(section, entry.Key, $"unknown key {entry.Key}", nearest is null ? $"there are {string.Join(", ", known)}" : $"did you mean {nearest}?");
        }
    }

    private string Text(IniSection section, string key, string fallback = "") =>
        _document.Find(section, key)?.Value is { Length: > 0 } value ? value : fallback;

    private void Fail(IniSection section, string? key, string message, string remedy) =>
        _problems.Add(ProblemSeverity.Error, message, section, key, key is null ? null : _document.Find(section, key), remedy);
}
