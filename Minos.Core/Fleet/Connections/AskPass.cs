using System.Runtime.Versioning;

namespace Minos.Fleet.Connections;

/// <summary>Gives ssh passwords without a terminal and without a command line that others can read: a helper that finds the password in its
/// own environment, which only this user can read, and answers only the host that it is for (man 1 ssh, SSH_ASKPASS).</summary>
internal sealed class AskPass : IDisposable
{
    // Of "work@10.0.3.105's password: " and "(work@10.0.3.105) Password: "; a jump host, a key's passphrase or a question gets no answer.
    private const string Helper = """
        #!/bin/sh
        case $1 in
            *"@$MINOS_ASKPASS_HOST's password: "* | "("*"@$MINOS_ASKPASS_HOST) "*) printf '%s\n' "$MINOS_ASKPASS_PASSWORD" ;;
            *) exit 1 ;;
        esac

        """;

    private readonly Lazy<DirectoryInfo> _directory = new(MakeDirectory);

    /// <summary>What the environment of ssh needs for one connection.</summary>
    /// <exception cref="HostException">The helper cannot be written.</exception>
    internal IReadOnlyDictionary<string, string> VariablesFor(string address, string password)
    {
        try
        {
            return new Dictionary<string, string>
            {
                ["SSH_ASKPASS"] = HelperPath(_directory.Value),
                ["SSH_ASKPASS_REQUIRE"] = "force",
                ["MINOS_ASKPASS_HOST"] = address,
                ["MINOS_ASKPASS_PASSWORD"] = password,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostPhase.Authenticate, $"cannot hand the password to ssh: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (_directory.IsValueCreated)
            {
                _directory.Value.Delete(recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It holds no secret.
        }
    }

    private static DirectoryInfo MakeDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new HostException(HostPhase.Authenticate, "passwords need a POSIX system here; use keys");
        }

        DirectoryInfo directory = Directory.CreateTempSubdirectory($"minos-ssh-{Environment.ProcessId}-"); // of mode 0700
        WriteHelper(HelperPath(directory));
        return directory;
    }

    private static string HelperPath(DirectoryInfo directory) => Path.Combine(directory.FullName, "askpass");

    [UnsupportedOSPlatform("windows")]
    private static void WriteHelper(string path)
    {
        const UnixFileMode OwnerExecutes = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerExecutes });
        using var writer = new StreamWriter(stream);
        writer.Write(Helper);
    }
}
