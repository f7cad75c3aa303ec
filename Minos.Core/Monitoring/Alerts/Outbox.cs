using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Monitoring.Alerts;

/// <summary>What has not been delivered yet, a file each, in the order in which it was written; one process at a time.</summary>
/// <remarks>Files are written under another name and renamed, so that half a file is never one of it.</remarks>
internal sealed class Outbox : IDisposable
{
    private const string Extension = ".json";
    private const string BatchFile = "batch";
    private const string RefusedDirectory = "refused";
    private const int MaxRefused = 100;

    private readonly SafeFileHandle _lock;
    private readonly int _maxEntries;
    private readonly Lock _sync = new();
    private readonly Queue<string> _names;
    private long _serial;

    /// <summary>Opens a directory, which is made when it is missing.</summary>
    /// <exception cref="IOException">It cannot be used, or another process uses it.</exception>
    public Outbox(string directory, int maxEntries)
    {
        DirectoryPath = directory;
        _maxEntries = maxEntries;
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
#pragma warning disable CA1416 // Linux only, as everything here.
        Directory.CreateDirectory(directory, Private);
#pragma warning restore CA1416
        string lockFile = Path.Combine(directory, "lock");
        _lock = FileLock.Open(lockFile, out int errno) ?? throw new IOException($"{lockFile}: {Errno.Describe(errno)}");
        if (!FileLock.TryTake(_lock))
        {
            _lock.Dispose();
            throw new IOException($"{directory} is in use by another monitor; give this one its own --outbox");
        }

        _names = new Queue<string>(Directory.EnumerateFiles(directory, "*" + Extension).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    /// <summary>Where it is.</summary>
    public string DirectoryPath { get; }

    /// <summary>How many entries wait.</summary>
    public int Count
    {
        get
        {
            lock (_sync)
            {
                return _names.Count;
            }
        }
    }

    /// <summary>Takes several entries, or none of them.</summary>
    /// <returns>Null when they are on the disk, or why they are not; then the caller keeps them.</returns>
    public string? TryAdd(IReadOnlyList<AlertEntry> entries)
    {
        lock (_sync)
        {
            if (_names.Count + entries.Count > _maxEntries)
            {
                return $"{_names.Count} alerts wait in {DirectoryPath} already (see --maxQueued)";
            }

            var written = new List<string>();
            try
            {
                foreach (AlertEntry entry in entries)
                {
                    string name = $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds():D15}-{_serial++:D6}{Extension}";
                    Write(name, JsonSerializer.SerializeToUtf8Bytes(entry, AlertJson.Default.AlertEntry));
                    written.Add(name);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                written.ForEach(name => File.Delete(Path.Combine(DirectoryPath, name)));
                return $"cannot write to {DirectoryPath}: {exception.Message}";
            }

            written.ForEach(_names.Enqueue);
            return null;
        }
    }

    /// <summary>The oldest entry, which stays until it is taken or put last; null when there is none.</summary>
    /// <param name="unusable">Told about files that are no entries; they are put aside.</param>
    public (string Name, AlertEntry Entry)? Peek(Action<string> unusable)
    {
        lock (_sync)
        {
            while (_names.TryPeek(out string? name))
            {
                try
                {
                    AlertEntry? entry = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(DirectoryPath, name)), AlertJson.Default.AlertEntry);
                    if (entry is { Mail: not null } or { Url: not null, Json: not null })
                    {
                        return (name, entry);
                    }
                }
                catch (Exception exception) when (exception is JsonException or FileNotFoundException)
                {
                    unusable($"{Path.Combine(DirectoryPath, name)}: {exception.Message}");
                }

                _names.Dequeue();
                PutAside(name);
            }

            return null;
        }
    }

    /// <summary>Removes the oldest entry.</summary>
    public void Remove(string name)
    {
        lock (_sync)
        {
            _names.Dequeue();
            File.Delete(Path.Combine(DirectoryPath, name));
        }
    }

    /// <summary>Replaces the oldest entry by what is left of it.</summary>
    public void Replace(string name, AlertEntry rest)
    {
        lock (_sync)
        {
            Write(name, JsonSerializer.SerializeToUtf8Bytes(rest, AlertJson.Default.AlertEntry));
        }
    }

    /// <summary>Lets the others go first.</summary>
    public void MoveToEnd()
    {
        lock (_sync)
        {
            _names.Enqueue(_names.Dequeue());
        }
    }

    /// <summary>Puts the oldest entry aside, for people to look at; the last hundred are kept.</summary>
    public void Refuse(string name)
    {
        lock (_sync)
        {
            _names.Dequeue();
            PutAside(name);
        }
    }

    /// <summary>Keeps what has been collected for the next alert, against a sudden end.</summary>
    /// <returns>Null, or why it cannot be kept.</returns>
    public string? SaveBatch(IReadOnlyList<Incident> incidents)
    {
        try
        {
            if (incidents.Count == 0)
            {
                File.Delete(Path.Combine(DirectoryPath, BatchFile));
            }
            else
            {
                Write(BatchFile, JsonSerializer.SerializeToUtf8Bytes([.. incidents], AlertJson.Default.ListIncident));
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"cannot write to {DirectoryPath}: {exception.Message}";
        }
    }

    /// <summary>What a monitor that ended suddenly had collected.</summary>
    public IReadOnlyList<Incident> LoadBatch()
    {
        try
        {
            string file = Path.Combine(DirectoryPath, BatchFile);
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), AlertJson.Default.ListIncident) ?? [] : [];
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private void Write(string name, byte[] content)
    {
        string temporary = Path.Combine(DirectoryPath, name + ".new");
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: name != BatchFile);
        }

        File.Move(temporary, Path.Combine(DirectoryPath, name), overwrite: true);
    }

    private void PutAside(string name)
    {
        string aside = Path.Combine(DirectoryPath, RefusedDirectory);
        Directory.CreateDirectory(aside);
        string file = Path.Combine(DirectoryPath, name);
        if (File.Exists(file))
        {
            File.Move(file, Path.Combine(aside, name), overwrite: true);
        }

        foreach (string old in Directory.EnumerateFiles(aside).Order(StringComparer.Ordinal).SkipLast(MaxRefused).ToArray())
        {
            File.Delete(old);
        }
    }
}
