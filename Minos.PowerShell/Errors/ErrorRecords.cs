using System.Management.Automation;

namespace Minos.PowerShell.Errors;

/// <summary>Error records with the ids that scripts may rely on; the help of each cmdlet lists its ids.</summary>
internal static class ErrorRecords
{
    internal static ErrorRecord PathNotFound(string path, Exception? inner = null) =>
        Make(new FileNotFoundException($"Cannot find '{path}'.", path, inner), "MinosPathNotFound", ErrorCategory.ObjectNotFound, path);

    internal static ErrorRecord PathNotFile(string path) =>
        Make(new IOException($"'{path}' is not a file of the file system."), "MinosPathNotFile", ErrorCategory.InvalidArgument, path);

    private static ErrorRecord Make(Exception exception, string id, ErrorCategory category, object target) => new(exception, id, category, target);
}
