namespace Minos.PowerShell.Connections;

/// <summary>Finds the builds of minosd that are shipped to hosts.</summary>
internal static class ReleaseFinder
{
    private const string Pattern = "linux-*";

    /// <summary>Those in the packaged module's folder <c>native</c>, or those that builds have left in the repository: one a machine type.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    internal static string[] Find()
    {
        string module = Path.GetDirectoryName(Path.GetDirectoryName(typeof(ReleaseFinder).Assembly.Location)) ?? "/";
        string[] packaged = In(Path.Combine(module, "native"));
        string[] found = packaged.Length > 0 ? packaged : In(Path.Combine(module, "out"));
        return found.Length > 0
            ? found
            : throw new FileNotFoundException("There is no minosd to install: name one with -Binary, or make it with `dotnet build Minos.Daemon -t:PublishNative`.");
    }

    private static string[] In(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder, Pattern).Select(static build => Path.Combine(build, "minosd")).Where(File.Exists)]
        : [];
}
