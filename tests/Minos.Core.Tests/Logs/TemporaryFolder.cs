namespace Minos.Core.Tests.Logs;

/// <summary>A directory that is removed with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("minos-logs-");

    public string Root => _directory.FullName;

    public string this[string name] => Path.Combine(Root, name);

    public string Text(string name) => File.ReadAllText(this[name]);

    public void Dispose() => _directory.Delete(recursive: true);
}
