using System.Text;
using Microsoft.Win32.SafeHandles;
using Minos.Configuration;
using Minos.Events;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>The files of one process, written by the log pump.</summary>
public sealed class ProcessLogs : IProcessLogs
{
    /// <summary>A start does not wait longer for a disk that hangs: the log's trouble is the log's.</summary>
    private static readonly TimeSpan s_checkLimit = TimeSpan.FromMilliseconds(500);

    private readonly LogPump _pump;
    private readonly OutputEvents _events;
    private readonly string _processName;
    private readonly OutputSink _stdout;
    private readonly OutputSink? _stderr;

    internal ProcessLogs(
        LogPump pump, OutputEvents events, string groupName, ProcessSettings settings, string? stdoutPath, string? stderrPath, DaemonSettings daemon)
    {
        _pump = pump;
        _events = events;
        _processName = settings.Name;
        _stdout = Sink(groupName, settings, settings.Stdout, "stdout", stdoutPath, daemon);
        _stderr = settings.RedirectStderr ? null : Sink(groupName, settings, settings.Stderr, "stderr", stderrPath, daemon);
    }

    /// <inheritdoc/>
    public string? StdoutPath => _stdout.File?.Path;

    /// <inheritdoc/>
    public string? StderrPath => _stderr?.File?.Path;

    /// <inheritdoc/>
    public Action Check()
    {
        Task<int>? stdout = Ask(_stdout.File), stderr = Ask(_stderr?.File);
        return () =>
        {
            Wait(_stdout.File, stdout);
            Wait(_stderr?.File, stderr);
        };
    }

    /// <inheritdoc/>
    public IAttachedOutput Attach(SpawnedProcess child)
    {
        OutputChannel[] channels = Open(child.Output, child.Error, child.Pid, child.IsAdopted);

        // A listener's stdout is no place for messages and no source of events (Supervisor's manual, "[eventlistener:x] Section Settings").
        OutputWriter? writer = child.Output is null ? _pump.OpenWriter(_stdout with { CaptureMaxBytes = 0, Syslog = false, IsContinued = child.IsAdopted }) : null;
        return new AttachedOutput(channels, writer);
    }

    /// <inheritdoc/>
    public void AppendLeft(SafeFileHandle? stdout, SafeFileHandle? stderr, JournalEntry entry, Action completed) =>
        new AttachedOutput(Open(stdout, stderr, entry.Pid, isContinued: true), null).DrainAndClose(completed);

    /// <inheritdoc/>
    public void AppendFailure(string message)
    {
        OutputWriter writer = _pump.OpenWriter((_stderr ?? _stdout) with { CaptureMaxBytes = 0, Syslog = false, MirrorToMainLog = false });
        writer.Write(Encoding.UTF8.GetBytes(message));
        writer.Close(static () => { });
    }

    private OutputChannel[] Open(SafeFileHandle? stdout, SafeFileHandle? stderr, int pid, bool isContinued)
    {
        OutputChannel?[] channels =
        [
            stdout is null ? null : _pump.Attach(stdout, _events.AddTo(_stdout with { IsContinued = isContinued }, OutputStream.Stdout, pid)),
            stderr is null || _stderr is null ? null : _pump.Attach(stderr, _events.AddTo(_stderr with { IsContinued = isContinued }, OutputStream.Stderr, pid)),
        ];
        return [.. channels.OfType<OutputChannel>()];
    }

    private static OutputSink Sink(string groupName, ProcessSettings settings, OutputSettings output, string stream, string? path, DaemonSettings daemon) => new()
    {
        ProcessName = settings.Name,
        GroupName = groupName,
        Stream = stream,
        File = path is null ? null : new LogFileOptions
        {
            Path = path,
            MaxBytes = output.MaxBytes,
            Backups = output.Backups,
            IsPrivate = output.Destination == LogDestination.Automatic,
        },
        Format = output.Format,
        UtcOffset = daemon.FormatUtcOffset,
        StripAnsi = daemon.StripAnsi,
        CaptureMaxBytes = output.CaptureMaxBytes,
        Syslog = output.Syslog,
    };

    private Task<int>? Ask(LogFileOptions? file) => file is null ? null : _pump.CheckAsync(file);

    private void Wait(LogFileOptions? file, Task<int>? check)
    {
        if (file is not null && check is not null && TaskWait.Sleep(check, s_checkLimit) && check.Result != 0)
        {
            throw new SpawnFailure(
                SpawnFailureKind.SpawnError,
                $"unknown error making dispatchers for '{_processName}': {Errno.Name(check.Result)} ({file.Path})");
        }
    }
}
