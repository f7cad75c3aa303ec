namespace Minos.Monitoring;

/// <summary>Files beside an installation: the original's monitors look in the directory above their own.</summary>
internal static class InstallationFiles
{
    /// <summary>The file above the directory of the executable, first as it was called (through the link <c>current</c>), then as it is.</summary>
    public static string? Find(string name)
    {
        string called = Environment.GetCommandLineArgs()[0];
        string?[] directories = [called.Contains('/') ? Path.GetDirectoryName(Path.GetFullPath(called)) : null, AppContext.BaseDirectory.TrimEnd('/')];
        return directories.OfType<string>().Select(d => Path.GetFullPath(Path.Combine(d, "..", name))).FirstOrDefault(File.Exists);
    }
}
