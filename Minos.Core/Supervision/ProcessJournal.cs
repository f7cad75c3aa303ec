using Microsoft.Win32.SafeHandles;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>The file that tells the next daemon what this one was supervising: appended to by a thread of its own, rewritten when it has
/// grown, removed when nothing runs any more.</summary>
/// <remarks>
/// Nothing is synced to the disk: a killed daemon's writes are safe in the kernel, and what a machine that goes down loses means nothing
/// after its next boot. Room is reserved when the file is made, so that a disk that fills up later doesn't matter soon; a disk without that
/// room has less of it reserved, or none. What could not be written is written, all of it, as soon as there is room.
/// </remarks>
public sealed class ProcessJournal : IDisposable
{
    private const int ReservedBytes = 256 * 1024;
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    /// <summary>How long the note of a process that runs stays in this process, so that it is written together with those that follow. The next daemon finds such
    /// a process without it.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(2);

    /// <summary>A start does not wait longer for a disk that hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    private readonly string _path;
    private readonly ISupervisorLog _log;
    private readonly Dictionary<(string Group, string Name), JournalEntry> _entries = [];
    private readonly Dictionary<(string Group, string Name), JournalEntry?> _changed = [];

    // Starts that are under way and are to be stopped, by their number: what is noted of them by whoever starts them does not know of the stop.
    private readonly Dictionary<(string Group, string Name), long> _stops = [];
    private readonly WorkQueue<Request> _requests = new();
    private readonly Thread _thread;
    private readonly SubprocessPidFile? _children;
    private SafeFileHandle? _file;
    private long _end;
    private long _appended;
    private bool _isBehind;
    private volatile bool _hangs;
    private bool _isRemoved;

    /// <summary>Begins a journal in place of whatever has that name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inherited">What is known already and stays known until it is told otherwise.</param>
    /// <param name="log">Told when it cannot be written.</param>
    /// <param name="children">The Minos fork's list of children (<c>subprocpidfile=</c>), which is written along; null for none.</param>
    public ProcessJournal(string path, IEnumerable<JournalEntry> inherited, ISupervisorLog log, string? children = null)
    {
        _path = path;
        _log = log;
        _children = children is null ? null : new SubprocessPidFile(children, log);
        foreach (JournalEntry entry in inherited)
        {
            _entries[entry.Key] = entry;
        }

        Rewrite();
        _thread = new Thread(Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = "journal" };
        _thread.Start();
    }

    /// <summary>Reads what an earlier daemon has left.</summary>
    /// <returns>Nothing when there is no journal, it is not of this boot, or it is none of this version's.</returns>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        try
        {
            return File.Exists(path) && JournalFormat.Read(File.ReadAllBytes(path)) is { } found && found.BootId == BootId.Current ? found.Entries : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Notes what is known of a process. Never waits.</summary>
    public void Note(JournalEntry entry) => Add(new Request(entry, entry.Key));

    /// <summary>Notes that a start which is under way, and which others note, is to be stopped. Never waits.</summary>
    /// <param name="group">The process group.</param>
    /// <param name="name">The process.</param>
    /// <param name="generation">Which of its starts.</param>
    public void NoteStop(string group, string name, long generation) => Add(new Request(null, (group, name), StopOf: generation));

    /// <summary>Forgets a process. Never waits.</summary>
    public void Forget(string group, string name) => Add(new Request(null, (group, name)));

    /// <summary>Waits until everything that was noted is in the file, but not long for a disk that hangs.</summary>
    /// <returns>False when it is not: the log has been told that a killed daemon's programs are not found then.</returns>
    public bool Flush() => AddAndWait(new Request(null, null, Written: new TaskCompletionSource<bool>()));

    /// <summary>Waits as <see cref="Flush"/> does, without a thread. What a client was told is then not forgotten by a kill.</summary>
    public async Task FlushAsync()
    {
        var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new Request(null, null, Written: written));
        _ = await Task.WhenAny(written.Task, Task.Delay(s_patience)).ConfigureAwait(false);
    }

    /// <summary>Removes the file: nothing is left to be taken over.</summary>
    public void Remove()
    {
        _ = Flush();
        _isRemoved = true;
        _ = FileNames.Remove(_path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.Complete();
        _thread.Join(s_patience);
        _file?.Dispose();
    }

    private void Add(Request request) => _requests.Add(request, isUrgent: request.Entry is not ({ Pid: > 0 } or { IsLaunching: true }));

    private bool AddAndWait(Request request)
    {
        Add(request);
        if (TaskWait.Sleep(request.Written!.Task, s_patience))
        {
            _hangs = false;
            return request.Written.Task.Result;
        }

        if (!_hangs)
        {
            _hangs = true;
            _log.Warn($"the journal {_path} could not be written for {s_patience.TotalMilliseconds} ms; until it is, programs that are started are not found again if this daemon is killed");
        }

        return false;
    }

    private void Run()
    {
        while (_requests.Take(_isBehind ? s_retry : Timeout.InfiniteTimeSpan, s_gathering, out List<Request> requests))
        {
            if (requests.Count > 0)
            {
                Write(requests);
                foreach (Request request in requests)
                {
                    request.Written?.SetResult(!_isBehind);
                }
            }
            else if (_isBehind && !_isRemoved)
            {
                Rewrite();
            }
        }
    }

    /// <summary>Writes all of it at once; only what was noted last of each process counts.</summary>
    private void Write(List<Request> requests)
    {
        _changed.Clear();
        foreach (Request request in requests)
        {
            if (request.Key is { } key)
            {
                Change(key, request);
            }
        }

        if (_changed.Count == 0 || _isRemoved)
        {
            return;
        }

        foreach (((string Group, string Name) key, JournalEntry? entry) in _changed)
        {
            if (entry is null)
            {
                _ = _entries.Remove(key);
            }
            else
            {
                _entries[key] = entry;
            }
        }

        _children?.Write(_entries.Values);
        byte[] records = [.. _changed.SelectMany(static c => c.Value is null ? JournalFormat.Gone(c.Key) : JournalFormat.Process(c.Value))];
        if (!_isBehind && _file is not null && _appended + records.Length <= ReservedBytes && TryWrite(_file, records, _end))
        {
            _end += records.Length;
            _appended += records.Length;
        }
        else
        {
            Rewrite();
        }
    }

    private void Change((string Group, string Name) key, Request request)
    {
        JournalEntry? entry = request.Entry;
        if (request.StopOf is { } generation)
        {
            _stops[key] = generation;
            entry = _changed.GetValueOrDefault(key) ?? _entries.GetValueOrDefault(key);
            if (entry is null)
            {
                return;
            }
        }

        if (entry is not { IsLaunching: true } and not { Pid: > 0 })
        {
            _ = _stops.Remove(key);
        }
        else if (_stops.TryGetValue(key, out long stopped) && stopped == entry.Generation)
        {
            entry = entry with { IsBeingStopped = true };
        }

        _changed[key] = entry;
    }

    /// <summary>Writes everything into a new file that takes the old one's name.</summary>
    private void Rewrite()
    {
        string next = $"{_path}.new";
        int errno = TryRewrite(next);
        if (errno == 0)
        {
            _isBehind = false;
            return;
        }

        if (!_isBehind)
        {
            _isBehind = true;
            _log.Warn(
                $"cannot write the journal {_path}: {Errno.Describe(errno)}; until it can be written, programs that are started now are not found again "
                + "if this daemon is killed");
        }
    }

    private int TryRewrite(string next)
    {
        const uint Private = 0x180; // 0600
        int descriptor = Libc.Open(next, Libc.OpenReadWrite | Libc.OpenCreate | Libc.OpenTruncate | Libc.CloseOnExec, Private);
        if (descriptor < 0)
        {
            return Errno.Last;
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        _ = FileNames.ChangeMode(next, (int)Private);
        byte[] all = [.. JournalFormat.Header(BootId.Current), .. _entries.Values.SelectMany(JournalFormat.Process)];
        int errno = Reserve(file, all.Length);
        if (errno == 0 && !TryWrite(file, all, 0))
        {
            errno = Errno.ENOSPC;
        }

        if (errno == 0)
        {
            errno = FileNames.Replace(next, _path);
        }

        if (errno != 0)
        {
            file.Dispose();
            _ = FileNames.Remove(next);
            return errno;
        }

        _file?.Dispose();
        _file = file;
        _end = all.Length;
        _appended = 0;
        return 0;
    }

    /// <summary>Reserves what the disk has, beyond what is written at once: less room is better than no journal.</summary>
    private static int Reserve(SafeFileHandle file, int needed)
    {
        for (int more = ReservedBytes; more > 0; more /= 2)
        {
            if (FileNames.Reserve(file, needed + more) is var errno and not Errno.ENOSPC)
            {
                return errno;
            }
        }

        return FileNames.Reserve(file, needed);
    }

    private static bool TryWrite(SafeFileHandle file, byte[] record, long offset)
    {
        try
        {
            RandomAccess.Write(file, record, offset);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private readonly record struct Request(
        JournalEntry? Entry, (string Group, string Name)? Key, long? StopOf = null, TaskCompletionSource<bool>? Written = null);
}
