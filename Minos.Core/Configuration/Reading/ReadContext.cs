using System.Net;
using Minos.Configuration.Expansion;
using Minos.Configuration.Ini;
using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>What the readers of the sections share.</summary>
internal sealed class ReadContext(ConfigurationSource source, ProblemCollector problems, ConfigurationEnvironment environment)
{
    private readonly Dictionary<string, UserIdentity> _users = [];

    /// <summary>The text.</summary>
    public ConfigurationSource Source => source;

    /// <summary>Every section.</summary>
    public IniDocument Document => source.Document;

    /// <summary>Takes what is wrong.</summary>
    public ProblemCollector Problems => problems;

    /// <summary>HOME, and the variables of the process.</summary>
    public ConfigurationEnvironment Environment => environment;

    /// <summary>The names that every key may use: <c>ENV_*</c>; <c>[supervisord] environment</c> adds to them.</summary>
    public ExpansionNames Names { get; set; } = ExpansionNames.Empty.WithVariables(environment.Variables);

    /// <summary><see cref="Names"/> with <c>here</c>.</summary>
    public ExpansionNames NamesWithHere => Names.With(("here", source.Here));

    /// <summary>Looks a user up, each once a read: a thousand programs often run as one user, and the database may be on the network.</summary>
    /// <exception cref="InvalidValueException">This machine does not know it.</exception>
    public UserIdentity FindUser(string text)
    {
        if (!_users.TryGetValue(text, out UserIdentity? user))
        {
            user = UserValue.Parse(text);
            _users.Add(text, user);
        }

        return user;
    }

    /// <summary>The directory in which programs' relative log paths lie.</summary>
    public string LogBaseDirectory { get; set; } = System.Environment.CurrentDirectory;

    /// <summary>Value of <c>host_node_name</c>: <c>uname -n</c>.</summary>
    public string HostName { get; } = Dns.GetHostName();

    /// <summary>The part of a section's name after the first colon.</summary>
    public static string NameOf(IniSection section) => section.Name[(section.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The sections whose name starts with <paramref name="prefix"/>.</summary>
    public IEnumerable<IniSection> SectionsOf(string prefix) =>
        Document.Sections.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal));
}
