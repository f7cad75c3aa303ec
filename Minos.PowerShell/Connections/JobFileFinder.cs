namespace Minos.PowerShell.Connections;

/// <summary>Finds job files: by their path, or by their name in the folder <c>jobs</c> beside the host groups file.</summary>
internal static class JobFileFinder
{
    private const string Folder = "jobs";
    private const string Extension = ".cfg";

    /// <summary>The file, which need not be there.</summary>
    /// <param name="name"><c>web</c>, or a path.</param>
    /// <param name="groupsFile">The host groups file; null when there is none.</param>
    /// <param name="workingDirectory">Where relative paths begin.</param>
    internal static string Find(string name, string? groupsFile, string workingDirectory)
    {
        string path = Path.GetFullPath(name, workingDirectory);
        string? named = groupsFile is null || name.Contains('/', StringComparison.Ordinal) ? null
            : Path.Combine(FolderOf(groupsFile, workingDirectory), Path.HasExtension(name) ? name : name + Extension);
        return !File.Exists(path) && named is not null && File.Exists(named) ? named : path;
    }

    internal static IEnumerable<string> Names(string? groupsFile)
    {
        string? folder = groupsFile is null ? null : FolderOf(groupsFile, Environment.CurrentDirectory);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension).Select(static file => Path.GetFileNameWithoutExtension(file)) : [];
    }

    private static string FolderOf(string groupsFile, string workingDirectory) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(groupsFile, workingDirectory))!, Folder);
}
