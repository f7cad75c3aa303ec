using System.Runtime.InteropServices;

namespace Minos.Daemon.Quickstart;

/// <summary>The clone of the repository that this program was built in.</summary>
internal static class SourceTree
{
    private const string Marker = "Minos.slnx";
    private const string HostGroups = "config/deploy_supervisor.cfg";
    private static readonly string[] s_sources = ["Minos.Core", "Minos.Daemon"];

    /// <summary>The repository's host groups.</summary>
    /// <exception cref="QuickstartException">Neither this program nor the working directory lies in a clone.</exception>
    internal static string FindHostGroups()
    {
        string? root = FindRoot(AppContext.BaseDirectory) ?? FindRoot(Environment.CurrentDirectory);
        return root is null
            ? throw new QuickstartException($"cannot find {HostGroups} (run it in a clone of the repository, or name a file with --config)")
            : Path.Combine(root, HostGroups);
    }

    /// <summary>What to install: the native binary when PublishNative has made one from these sources, else the build that runs.</summary>
    /// <param name="note">Takes a line about the choice, if there is something to say.</param>
    /// <returns>An executable or the folder of a build.</returns>
    internal static string ChooseBuild(Action<string> note)
    {
        string running = AppContext.BaseDirectory;
        if (!File.Exists(Path.Combine(running, "minosd.dll")))
        {
            return Environment.ProcessPath!;
        }

        if (FindRoot(running) is { } root)
        {
            string native = Path.Combine(root, "out", $"linux-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant(), "minosd");
            if (File.Exists(native))
            {
                if (!HasNewerSource(root, File.GetLastWriteTimeUtc(native)))
                {
                    note($"Installing the native binary {native}.");
                    return native;
                }

                note($"{native} is older than the sources: installing this build instead.");
            }
        }

        return running;
    }

    private static bool HasNewerSource(string root, DateTime time) => s_sources.Any(folder =>
        new DirectoryInfo(Path.Combine(root, folder)).EnumerateFiles("*.cs", SearchOption.AllDirectories)
            .Any(file => file.LastWriteTimeUtc > time && !file.FullName.Contains("/obj/", StringComparison.Ordinal)));

    private static string? FindRoot(string start)
    {
        for (DirectoryInfo? directory = new(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Marker)))
            {
                return directory.FullName;
            }
        }

        return null;
    }
}
