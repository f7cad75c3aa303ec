using System.Globalization;
using Minos.Native;

namespace Minos.Daemon.Hosting;

/// <summary>The pid file, held locked while the daemon lives: a second daemon finds the first by the lock, not by a number that may be
/// anybody's by now, and never removes the first one's file.</summary>
internal sealed class PidFile : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;
    private readonly string _path;
    private bool _isOurs;

    private PidFile(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Takes the file; its content stays until <see cref="Write"/>.</summary>
    /// <exception cref="OtherDaemonException">A living daemon has it.</exception>
    /// <exception cref="StartException">It cannot be written.</exception>
    internal static PidFile Claim(string path)
    {
        long begin = Environment.TickCount64;
        while (true)
        {
            if (FileLock.Open(path, out int errno) is not { } handle)
            {
                throw new StartException($"could not write pidfile {path}: {Errno.Describe(errno)} (set pidfile= to a file that this user may write)");
            }

            var file = new FileStream(handle, FileAccess.ReadWrite);
            string content = new StreamReader(file).ReadToEnd().Trim();
            _ = int.TryParse(content, NumberStyles.None, CultureInfo.InvariantCulture, out int pid);
            bool isFree = FileLock.TryTake(file.SafeFileHandle);
            if (isFree && !IsOtherSupervisor(pid))
            {
                return new PidFile(file, path);
            }

            file.Dispose();

            // A program that a killed daemon was just starting has the lock, too, until its exec has closed what is close-on-exec.
            if (isFree || IsDaemon(pid) || Environment.TickCount64 - begin > s_patience.TotalMilliseconds)
            {
                throw new OtherDaemonException($"another daemon is running with this pidfile: {path} says pid {content} (stop it first, or set another pidfile=)");
            }

            // The kernel waits for a lock without a limit or not at all (man 2 fcntl_locking), and nothing else runs here yet.
            Thread.Sleep(s_retry);
        }
    }

    /// <summary>The file's descriptor.</summary>
    internal int Descriptor => (int)_file.SafeFileHandle.DangerousGetHandle();

    /// <summary>Takes over the file of the daemon in whose place this one is.</summary>
    internal static PidFile Inherit(string path, int descriptor) =>
        new(new FileStream(ProgramReplacement.Take(descriptor), FileAccess.ReadWrite), path) { _isOurs = true };

    /// <summary>Writes this process's id.</summary>
    /// <returns>Null; or why it could not be written, such as a full disk. The lock is held all the same.</returns>
    internal string? Write()
    {
        _isOurs = true;
        byte[] content = System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n");
        try
        {
            // Over the old content: a restart writes the same again, and nobody is to read an empty file meanwhile.
            RandomAccess.Write(_file.SafeFileHandle, content, 0);
            RandomAccess.SetLength(_file.SafeFileHandle, content.Length);
            return null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        if (_isOurs)
        {
            try
            {
                File.Delete(_path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Nobody is left who could do anything about it; the lock ends with this process.
            }
        }

        _file.Dispose();
    }

    /// <summary>Supervisor's own daemon locks nothing. Of this one only the lock counts: after a power cut or in a container the number is
    /// soon another process's, and often this daemon's own parent's.</summary>
    private static bool IsOtherSupervisor(int pid)
    {
        try
        {
            return pid > 0
                && File.ReadAllText($"/proc/{pid}/cmdline").Split('\0').Any(static word => Path.GetFileName(word) is "supervisord")
                && !IsDaemon(pid);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsDaemon(int pid)
    {
        try
        {
            return Path.GetFileName(File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName ?? "").StartsWith("minosd", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
