using System.Runtime.CompilerServices;

namespace Minos.Tests;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    /// <summary>An absolute path of something in the repository.</summary>
    internal static string Path(string relative) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(ThisFile())!, "../..", relative));

    /// <summary>A command of PATH; null when there is none.</summary>
    internal static string? FindOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, command))
            .FirstOrDefault(File.Exists);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
