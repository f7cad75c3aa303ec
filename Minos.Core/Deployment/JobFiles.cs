using System.Text;
using Minos.Native;

namespace Minos.Deployment;

/// <summary>Reads and writes single files for clients: those of jobs, unless the configuration allows any.</summary>
internal sealed class JobFiles(DeploymentSettings settings)
{
    private const int MaxReadBytes = 8 * 1024 * 1024;

    /// <exception cref="DeploymentException">It is outside, no file, too large, or cannot be read.</exception>
    public string Read(string path)
    {
        string file = Allow(path);
        if (!FileStatus.TryGet(file, out FileStatus status))
        {
            throw new DeploymentException($"{path} does not exist");
        }

        if (!status.IsRegularFile)
        {
            throw new DeploymentException($"{path} is not a file");
        }

        if (status.Length > MaxReadBytes)
        {
            throw new DeploymentException($"{path} has {status.Length} bytes; read_file reads up to {MaxReadBytes}");
        }

        return Attempt(path, () => File.ReadAllText(file, Encoding.UTF8));
    }

    /// <exception cref="DeploymentException">It is outside, or cannot be written.</exception>
    public void Write(string path, string text)
    {
        string file = Allow(path);
        Attempt(path, () =>
        {
            CheckWritable(path, file);
            AtomicFile.Write(file, text, !OperatingSystem.IsWindows() && File.Exists(file) ? File.GetUnixFileMode(file) : AtomicFile.Private);
            return true;
        });
    }

    /// <exception cref="DeploymentException">It is outside, or cannot be written.</exception>
    public void Append(string path, string text)
    {
        string file = Allow(path);
        Attempt(path, () =>
        {
            CheckWritable(path, file);
            File.AppendAllText(file, text);
            return true;
        });
    }

    private static void CheckWritable(string path, string file)
    {
        if (FileStatus.TryGet(file, out FileStatus status) && !status.IsRegularFile)
        {
            throw new DeploymentException($"{path} is not a file");
        }
    }

    private static T Attempt<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DeploymentException($"{path}: {exception.Message}", exception);
        }
    }

    /// <returns>Where the path leads, without links.</returns>
    private string Allow(string path)
    {
        if (!path.StartsWith('/') || path.Contains('\0'))
        {
            throw new DeploymentException($"'{path}' is not an absolute path");
        }

        string real = RealPath.Resolve(path) ?? throw new DeploymentException($"{path} has links that go round");
        string[] roots = [settings.AppRoot, settings.LogRoot, .. settings.DataDirectories];
        return settings.AllowAnyPath || roots.Any(root => real != RealPath.Resolve(root) && RealPath.IsWithin(real, root))
            ? real
            : throw new DeploymentException(
                $"{path} is outside of the directories of jobs ({string.Join(", ", roots)}); allow_any_path=true in section "
                + "[rpcinterface:deployment] allows it");
    }
}
