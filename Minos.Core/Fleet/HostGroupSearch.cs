namespace Minos.Fleet;

/// <summary>Where the file of the host groups is looked for.</summary>
public static class HostGroupSearch
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "MINOS_HOSTS_FILE";

    private const string Name = "deploy_supervisor.cfg";

    /// <summary>The file: of the variable (even if there is none), else <c>config/deploy_supervisor.cfg</c> or <c>deploy_supervisor.cfg</c> below
    /// a folder.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="others">Folders that are looked into after it, for the file itself.</param>
    /// <returns>Null when there is none.</returns>
    public static string? Find(string folder, params IReadOnlyList<string> others) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : ((string[])[Path.Combine(folder, "config"), folder, .. others]).Select(static place => Path.Combine(place, Name)).FirstOrDefault(File.Exists);
}
