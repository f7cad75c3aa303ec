using System.Runtime.InteropServices;

namespace Minos.Fleet.Connections;

/// <summary>Runs commands on this machine, as its current user.</summary>
internal sealed class LocalTransport : IHostTransport
{
    private static readonly Dictionary<string, string> s_variables = Variables();

    /// <inheritdoc/>
    public IHostCommand Run(HostTarget target, string command) =>
        HostProcess.Start("/bin/sh", ["-c", command], s_variables, static (error, phase) =>
            new HostException(phase, error.Trim() is { Length: > 0 } text ? text.ReplaceLineEndings(" | ") : "the command has ended without an answer"));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>A build for the shared runtime finds it where this process did: DOTNET_ROOT/shared/Microsoft.NETCore.App/VERSION/.</summary>
    private static Dictionary<string, string> Variables()
    {
        string version = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        return Path.GetDirectoryName(version) is { } framework && Path.GetFileName(framework) == "Microsoft.NETCore.App"
            ? new Dictionary<string, string> { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(framework, "../..")) }
            : [];
    }
}
