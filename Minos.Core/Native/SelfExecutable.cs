namespace Minos.Native;

/// <summary>How this program is started again.</summary>
/// <param name="Path">The file to execute.</param>
/// <param name="Prefix">Arguments before the program's own: the assembly when the shared <c>dotnet</c> host runs it.</param>
public sealed record SelfExecutable(string Path, IReadOnlyList<string> Prefix)
{
    /// <summary>This process's executable, even when its file has been replaced or removed.</summary>
    public static SelfExecutable Current { get; } = Find();

    private static SelfExecutable Find()
    {
        const string Link = "/proc/self/exe";
        bool sharedHost = System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return new SelfExecutable(Link, sharedHost ? [Environment.GetCommandLineArgs()[0]] : []);
    }
}
