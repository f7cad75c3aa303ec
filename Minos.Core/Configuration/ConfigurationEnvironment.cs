using System.Collections;

namespace Minos.Configuration;

/// <summary>The environment variables that a configuration file may name: <c>%(ENV_x)s</c>, and HOME for <c>~</c>.</summary>
/// <remarks>
/// A daemon keeps one instance for its life and passes it to every read: like Supervisor, it remembers what <c>[supervisord]
/// environment</c> has defined, even after a later version of the file no longer does. Not safe for concurrent reads.
/// </remarks>
public sealed class ConfigurationEnvironment
{
    private readonly Dictionary<string, string> _variables;

    /// <summary>Starts with <paramref name="variables"/>.</summary>
    public ConfigurationEnvironment(IEnumerable<KeyValuePair<string, string>> variables) => _variables = new(variables);

    /// <summary>What <c>%(ENV_x)s</c> sees, without the prefix.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>The variables of this process.</summary>
    public static ConfigurationEnvironment OfThisProcess()
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return new ConfigurationEnvironment(variables);
    }

    internal void Define(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach ((string name, string value) in variables)
        {
            _variables[name] = value;
        }
    }
}
