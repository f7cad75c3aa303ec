using System.Text.RegularExpressions;
using Minos.Configuration;
using Minos.Configuration.Ini;
using Minos.Configuration.Reading;

namespace Minos.Core.Tests.Configuration;

/// <summary>The commented sample, config/supervisord.conf.</summary>
public sealed class SampleTests
{
    private static readonly string s_sample = File.ReadAllText(Path.Combine(RepositoryRoot(), "config", "supervisord.conf"));

    [Fact]
    public void The_sample_can_be_used_as_it_stands()
    {
        using var file = new ConfigFile(s_sample);

        SupervisorConfiguration configuration = file.Read();
        ControlConfiguration control = ControlConfiguration.Read(file.Path, environment: file.Environment);

        ConfigurationProblem note = Assert.Single(configuration.Notes);
        Assert.Equal((ProblemSeverity.Information, "alert_to"), (note.Severity, note.Key));
        Assert.Equal(["watch", "demo"], configuration.Groups.Select(g => g.Name));
        Assert.Equal(["ticker", "sleeper_05", "sleeper_06"], configuration.Groups[1].Processes.Select(p => p.Name));
        Assert.Equal($"unix://{file.Directory}/supervisor.sock", control.ServerUrl);
        Assert.Equal(file.Directory, Path.GetDirectoryName(configuration.Daemon.LogFile));
        Assert.Null(configuration.Daemon.User);
        Assert.All(configuration.HttpServers.OfType<InetHttpServerSettings>(), s => Assert.Equal("127.0.0.1", s.Host));
        Assert.All(
            configuration.Groups.SelectMany(g => g.Processes),
            p => Assert.True(File.Exists(p.Command.Split(' ')[0]), p.Command));
    }

    [Fact]
    public void What_is_commented_out_in_the_sample_is_right_too()
    {
        using var file = new ConfigFile(Uncomment(s_sample));
        File.WriteAllText(Path.Combine(file.Directory, "tls.pem"), "");

        SupervisorConfiguration configuration = file.Read();

        ConfigurationProblem note = Assert.Single(configuration.Notes, note => note.Key != "alert_to");
        Assert.StartsWith("No file matches via include ", note.Message, StringComparison.Ordinal);
        Assert.Equal(["supervisor", "deployment"], configuration.RpcInterfaces.Select(r => r.Name));
        Assert.Contains(configuration.Groups, g => g is FastCgiGroupSettings);
    }

    [Fact]
    public void The_sample_shows_every_key()
    {
        var document = new IniDocument();
        Assert.True(IniReader.Read(Uncomment(s_sample), "sample", document, new ProblemCollector()));

        foreach ((string kind, string[]? keys) in KnownKeys.Sections)
        {
            string[] shown = [.. document.Sections.Where(s => s.Name.StartsWith(kind, StringComparison.Ordinal)).SelectMany(s => s.Entries.Keys)];
            string[] expected = kind is "fcgi-program:" or "eventlistener:"
                ? [.. keys!.Except(KnownKeys.Sections["program:"]!)]
                : keys ?? [];
            Assert.Empty(expected.Except(shown).Except(["profile_options"]));
        }
    }

    private static string Uncomment(string text) => Regex.Replace(text, @"^;(?=[\w\[])", "", RegexOptions.Multiline);

    private static string RepositoryRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Minos.slnx")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new DirectoryNotFoundException("the repository's root");
    }
}
