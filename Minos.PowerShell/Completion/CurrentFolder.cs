using System.Management.Automation;

namespace Minos.PowerShell.Completion;

/// <summary>Where relative paths begin: PowerShell's location, which is not the process's working directory.</summary>
internal static class CurrentFolder
{
    internal static string Path
    {
        get
        {
            try
            {
                using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
                return shell.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke<PathInfo>() is [var location, ..] ? location.ProviderPath : Environment.CurrentDirectory;
            }
            catch (Exception exception) when (exception is RuntimeException or InvalidOperationException)
            {
                return Environment.CurrentDirectory;
            }
        }
    }

    /// <summary>The absolute path of a file that is named as a parameter; null stays null.</summary>
    internal static string? Resolve(string? file) => file switch
    {
        null or "" => null,
        "~" or ['~', '/', ..] => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + file[1..],
        _ => System.IO.Path.GetFullPath(file, Path),
    };
}
