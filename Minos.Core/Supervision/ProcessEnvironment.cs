using System.Collections;
using Minos.Configuration;

namespace Minos.Supervision;

/// <summary>Builds the environment of a child: the daemon's own, then SUPERVISOR_*, then <c>environment=</c>; later wins.</summary>
public sealed class ProcessEnvironment
{
    // By name: the whole of NAME=value, so that a start puts together only what is the process's own.
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);
    private readonly string? _serverUrl;

    /// <summary>Keeps the daemon's environment as it is now.</summary>
    /// <param name="serverUrl">The URL of the daemon's first server; null when it has none.</param>
    public ProcessEnvironment(string? serverUrl)
    {
        _serverUrl = serverUrl;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            Set(_own, (string)variable.Key, (string?)variable.Value ?? "");
        }

        Set(_own, "SUPERVISOR_ENABLED", "1");
    }

    /// <summary>The URL that a child reaches the daemon at: the first unix server's, else the first inet server's; null when there is none.</summary>
    public static string? ServerUrl(IReadOnlyList<HttpServerSettings> servers)
    {
        if (servers.OfType<UnixHttpServerSettings>().FirstOrDefault() is { } unix)
        {
            return $"unix://{unix.Path}";
        }

        return servers.OfType<InetHttpServerSettings>().FirstOrDefault() is { } inet
            ? $"{(inet.Tls is null ? "http" : "https")}://{(inet.Host.Length == 0 ? "localhost" : inet.Host)}:{inet.Port}"
            : null;
    }

    /// <summary>The environment of one process, <c>NAME=value</c> each.</summary>
    public IReadOnlyCollection<string> For(string groupName, ProcessSettings settings)
    {
        var variables = new Dictionary<string, string>(_own, StringComparer.Ordinal);
        Set(variables, "SUPERVISOR_PROCESS_NAME", settings.Name);
        Set(variables, "SUPERVISOR_GROUP_NAME", groupName);
        if ((settings.ServerUrl ?? _serverUrl) is { } url)
        {
            Set(variables, "SUPERVISOR_SERVER_URL", url);
        }

        foreach ((string name, string value) in settings.Environment)
        {
            Set(variables, name, value);
        }

        return variables.Values;
    }

    private static void Set(Dictionary<string, string> variables, string name, string value) => variables[name] = $"{name}={value}";
}
