using Minos.Configuration;
using Minos.Configuration.Ini;
using Minos.Fleet;

namespace Minos.Deployment.Client;

/// <summary>Reads job files (<c>docs/guide/jobs.md</c>), and says everything that is wrong with one.</summary>
public sealed class JobFileReader
{
    private const string ServiceSection = "service";

    private static readonly string[] s_serviceKeys =
        ["service", "cluster", "artifact", "package_name", "revision", "timestamp", "cleanup_token"];

    private readonly ProblemCollector _problems = new();
    private readonly IniDocument _document = new();
    private readonly string _file;
    private readonly JobFileValues _values;
    private readonly JobTaskMaker _tasks;

    private JobFileReader(string file, IReadOnlyList<HostGroup> groups)
    {
        _file = file;
        _values = new JobFileValues(file, _document, _problems);
        _tasks = new JobTaskMaker(_values, groups);
    }

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

        _values.CheckKeys(service, s_serviceKeys);
        foreach (IniSection unknown in _document.Sections.Where(static s => s.Name != ServiceSection && !s.Name.StartsWith(JobSectionReader.Prefix, StringComparison.Ordinal)))
        {
            _values.Fail(unknown, null, $"unknown section [{unknown.Name}]", "there are [service] and [job:NAME]");
        }

        var file = new JobFile
        {
            Path = _file,
            Service = _values.Name(service, "service"),
            Cluster = _values.Name(service, "cluster"),
            Artifact = _values.Name(service, "artifact"),
            Package = ReadPackage(service),
            CleanupToken = _values.Text(service, "cleanup_token"),
            Jobs = [],
            Tasks = [],
        };
        IniSection[] sections = [.. _document.Sections.Where(static s => s.Name.StartsWith(JobSectionReader.Prefix, StringComparison.Ordinal))];
        if (sections.Length == 0)
        {
            _problems.Add(ProblemSeverity.Error, "the file has no job", "a section such as [job:web] with hosts and start_script", _file);
        }

        JobDefinition[] jobs = [.. sections.Select(new JobSectionReader(_values).Read)];
        if (_problems.HasErrors)
        {
            return null;
        }

        file = file with { Jobs = ValueList.From(jobs), Tasks = ValueList.From(sections.Zip(jobs).SelectMany(pair => _tasks.Make(file, pair.First, pair.Second))) };
        _tasks.Check(file);
        JobExpansion.Check(file, _problems);
        return file;
    }

    private PackageInfo? ReadPackage(IniSection section)
    {
        string[] triple = [_values.Text(section, "package_name"), _values.Text(section, "revision"), _values.Text(section, "timestamp")];
        if (triple.All(static t => t.Length == 0))
        {
            return null;
        }

        var package = new PackageInfo(_values.Text(section, "artifact"), triple[0], triple[1], triple[2]);
        if (triple.All(static t => PathSegment.IsValid(t)) && triple[0].EndsWith(".tar.gz", StringComparison.Ordinal))
        {
            return package;
        }

        _values.Fail(section, "package_name", "a package is named by package_name (NAME.tar.gz), revision and timestamp together", "all three, or none of them");
        return null;
    }
}
