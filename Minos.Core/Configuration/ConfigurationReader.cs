using Minos.Configuration.Expansion;
using Minos.Configuration.Ini;
using Minos.Configuration.Reading;

namespace Minos.Configuration;

/// <summary>Reads a <c>supervisord.conf</c> with everything that it includes (Supervisor's manual, Configuration File).</summary>
public static class ConfigurationReader
{
    /// <summary>Reads a configuration for the daemon; again and again for rereads.</summary>
    /// <param name="path">The main file.</param>
    /// <param name="overrides">The command line's values; they win over the file.</param>
    /// <param name="environment">
    /// What <c>%(ENV_x)s</c> sees; this process's variables by default. A successful read adds <c>[supervisord] environment</c> to it.
    /// </param>
    /// <exception cref="ConfigurationException">
    /// The file cannot be used. The message is Supervisor's sentence for the first error; the problems are all that were found.
    /// </exception>
    public static SupervisorConfiguration Read(string path, DaemonOverrides overrides, ConfigurationEnvironment? environment = null)
    {
        environment ??= ConfigurationEnvironment.OfThisProcess();
        CheckResult result = Check(path, overrides, environment);
        if (result.Configuration is null || !result.IsUsable)
        {
            throw new ConfigurationException(result.Problems) { Usable = result.Configuration };
        }

        environment.Define(result.Configuration.Daemon.Environment);
        return result.Configuration;
    }

    /// <summary>Reads a configuration as far as possible and reports everything that is wrong with it; changes nothing.</summary>
    /// <param name="path">The main file.</param>
    /// <param name="overrides">The command line's values; none by default.</param>
    /// <param name="environment">What <c>%(ENV_x)s</c> sees; this process's variables by default.</param>
    public static CheckResult Check(string path, DaemonOverrides? overrides = null, ConfigurationEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        overrides ??= DaemonOverrides.None;
        environment ??= ConfigurationEnvironment.OfThisProcess();
        var problems = new ProblemCollector();
        ConfigurationSource source = ConfigurationSource.Load(
            path,
            s => NamesOfInclude(new ReadContext(s, problems, environment)),
            problems);
        var context = new ReadContext(source, problems, environment);
        IniSection? daemonSection = source.Document.Find("supervisord");
        if (daemonSection is null)
        {
            if (source.IsComplete)
            {
                problems.Add(
                    ProblemSeverity.Error, ".ini file does not include supervisord section", "add a [supervisord] section; it may be empty", path);
            }

            KnownKeys.Check(source.Document, problems);
            return new CheckResult(ValueList.From(problems.Problems), null, []);
        }

        return ReadSections(context, daemonSection, overrides);
    }

    private static ExpansionNames NamesOfInclude(ReadContext context) =>
        context.NamesWithHere.With(("host_node_name", context.HostName));

    private static CheckResult ReadSections(ReadContext context, IniSection daemonSection, DaemonOverrides overrides)
    {
        DaemonSettings daemon = DaemonSectionReader.Read(context, daemonSection, overrides);
        if (daemon is { NoDaemon: false, Directory: { } directory })
        {
            context.LogBaseDirectory = Path.GetFullPath(directory);
        }

        ValueList<RpcInterfaceSettings> rpcInterfaces = RpcInterfaceSectionReader.Read(context);
        AlertListener.Add(context, daemonSection);
        PackageServerSettings? packageServer = PackageServerSectionReader.Read(context);
        (ValueList<ProcessGroupSettings> groups, ValueList<string> broken) = GroupSectionsReader.Read(context, daemon.Environment);
        ValueList<HttpServerSettings> servers = HttpServerSectionReader.Read(context);
        daemon = daemon with { User = DaemonSectionReader.ReadUser(context, daemonSection, overrides) };
        KnownKeys.Check(context.Document, context.Problems);

        IReadOnlyList<ConfigurationProblem> problems = context.Problems.Problems;
        SupervisorConfiguration? configuration = !context.Source.IsComplete ? null : new SupervisorConfiguration
        {
            File = context.Source.File,
            Directory = context.Source.Here,
            Daemon = daemon,
            HttpServers = servers,
            RpcInterfaces = rpcInterfaces,
            PackageServer = packageServer,
            Groups = groups,
            Notes = ValueList.From(problems.Where(p => p.Severity != ProblemSeverity.Error)),
        };
        return new CheckResult(ValueList.From(problems), configuration, broken);
    }
}
