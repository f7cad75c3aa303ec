using Minos.Configuration;
using Minos.Fleet;

namespace Minos.PowerShell.Connections;

/// <summary>Finds and reads the file of the host groups.</summary>
internal static class HostGroupsFile
{
    /// <summary>The file: of the variable, below the working directory, or beside the module.</summary>
    /// <returns>Null when there is none.</returns>
    internal static string? Find(string workingDirectory)
    {
        string module = Path.GetDirectoryName(typeof(HostGroupsFile).Assembly.Location) ?? "/";
        return HostGroupSearch.Find(workingDirectory, Path.GetFullPath(Path.Combine(module, "../config")));
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
