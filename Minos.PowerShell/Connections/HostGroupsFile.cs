using Minos.Configuration;
using Minos.Fleet;

namespace Minos.PowerShell.Connections;

/// <summary>Finds and reads the file of the host groups.</summary>
internal static class HostGroupsFile
{
    internal const string Variable = "MINOS_HOSTS_FILE";
    private const string Name = "deploy_supervisor.cfg";

    /// <summary>The file: of the variable, below the working directory, or beside the module.</summary>
    /// <returns>Null when there is none.</returns>
    internal static string? Find(string workingDirectory)
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        string module = Path.GetDirectoryName(typeof(HostGroupsFile).Assembly.Location) ?? "/";
        return !string.IsNullOrEmpty(named) ? named : new[]
        {
            Path.Combine(workingDirectory, "config", Name),
            Path.Combine(workingDirectory, Name),
            Path.GetFullPath(Path.Combine(module, "../config", Name)),
        }.FirstOrDefault(File.Exists);
    }

    /// <summary>Reads what completion offers; a file with errors offers nothing.</summary>
    internal static IReadOnlyList<HostGroup> TryRead(string? file)
    {
        try
        {
            return file is null ? [] : HostGroupReader.Read(file);
        }
        catch (ConfigurationException)
        {
            return [];
        }
    }
}
