using System.Text;

namespace Minos.Fleet.Connections;

/// <summary>The script that runs on a host: <c>host.sh</c> with its variables before it.</summary>
internal static class HostScript
{
    private const string Resource = "fleet/host.sh";
    private static readonly Lazy<string> s_body = new(Read);

    /// <summary>The script's bytes.</summary>
    internal static byte[] Compose(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var script = new StringBuilder();
        foreach ((string name, string value) in variables)
        {
            script.Append(name).Append('=').Append(Quote(value)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(script.Append(s_body.Value).ToString());
    }

    /// <summary>A word that every POSIX shell takes as it is.</summary>
    internal static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    // Each byte is read by itself over there: comments stay here.
    private static string Read()
    {
        using Stream stream = typeof(HostScript).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return string.Concat(reader.ReadToEnd().Split('\n')
            .Where(static line => line.AsSpan().TrimStart() is not ['#', ..] and not [])
            .Select(static line => line.TrimStart() + "\n"));
    }
}
