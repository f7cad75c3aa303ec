using System.Security.Cryptography;
using System.Text;
using Minos.Native;

namespace Minos.Monitoring.Alerts;

/// <summary>Finds a directory for a monitor's outbox: the same one at every start.</summary>
internal static class OutboxDirectory
{
    /// <exception cref="IOException">None can be used.</exception>
    public static Outbox Open(MonitorContext context)
    {
        if (context.Settings.OutboxDirectory is { } chosen)
        {
            return new Outbox(chosen, context.Settings.MaxQueued);
        }

        string process = Environment.GetEnvironmentVariable("SUPERVISOR_PROCESS_NAME") ?? "";
        string directory = Environment.CurrentDirectory;
        string key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Client.ServerUrl}\n{process}\n{directory}")))[..12];
        var problems = new List<string>();
        foreach (string parent in Parents())
        {
            try
            {
                return new Outbox(Path.Combine(parent, $"{context.Name}-{key}"), context.Settings.MaxQueued);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add(exception.Message);
            }
        }

        throw new IOException($"no directory for the outbox: {string.Join("; ", problems)}; give one with --outbox");
    }

    private static IEnumerable<string> Parents()
    {
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state)
        {
            yield return Path.Combine(state, "minos");
        }

        if (Users.IsRoot)
        {
            yield return "/var/lib/minos";
        }

        if (Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
        {
            yield return Path.Combine(home, ".local/state/minos");
        }
    }
}
