using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

/// <summary>A configuration in a directory of its own, read with an environment that does not depend on the machine.</summary>
internal sealed class ConfigFile : IDisposable
{
    public const string MinimalDaemon = "[supervisord]\n";

    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("minos-config-");

    public ConfigFile(string text) => File.WriteAllText(Path, text);

    public string Directory => _directory.FullName;

    public string Path => System.IO.Path.Combine(Directory, "supervisord.conf");

    public ConfigurationEnvironment Environment { get; set; } = new(new Dictionary<string, string>
    {
        ["HOME"] = "/home/tester",
        ["LOGNAME_X"] = "lx",
        ["PCT"] = "50%",
        ["TMPDIR"] = "/tmp",
    });

    public static ConfigFile Of(params string[] lines) => new(string.Join('\n', lines) + "\n");

    /// <summary>A file with [supervisord] and one [program:a] with these lines.</summary>
    public static ConfigFile Program(params string[] lines) => Of([MinimalDaemon, "[program:a]", .. lines]);

    public ConfigFile With(string name, string text)
    {
        string path = System.IO.Path.Combine(Directory, name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public SupervisorConfiguration Read(DaemonOverrides? overrides = null) =>
        ConfigurationReader.Read(Path, overrides ?? DaemonOverrides.None, Environment);

    public CheckResult Check() => ConfigurationReader.Check(Path, environment: Environment);

    public ConfigurationException Fails() => Assert.Throws<ConfigurationException>(() => Read());

    public ProcessSettings Process() => Assert.Single(Assert.Single(Read().Groups).Processes);

    public void Dispose() => _directory.Delete(recursive: true);
}
