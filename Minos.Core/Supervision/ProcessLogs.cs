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

    internal ProcessLogs(LogPump pump, OutputEvents events, ProcessSettings settings, string? stdoutPath, string? stderrPath, bool stripAnsi)
    {
        _pump = pump;
        _events = events;
        _processName = settings.Name;
        _stdout = Sink(settings, settings.Stdout, "stdout", stdoutPath, stripAnsi);
        _stderr = settings.RedirectStderr ? null : Sink(settings, settings.Stderr, "stderr", stderrPath, stripAnsi);
    }

    /// <inheritdoc/>
    public string? StdoutPath => _stdout.File?.Path;

    /// <inheritdoc/>
    public string? StderrPath => _stderr?.File?.Path;

    /// <inheritdoc/>
    public void Check()
    {
        Check(_stdout.File);
        Check(_stderr?.File);
    }

    /// <inheritdoc/>
    public IAttachedOutput Attach(SpawnedProcess child)
    {
        OutputChannel[] channels = Open(child.Output, child.Error, child.Pid);

        // A listener's stdout is no place for messages and no source of events (Supervisor's manual, "[eventlistener:x] Section Settings").
        OutputWriter? writer = child.Output is null ? _pump.OpenWriter(_stdout with { CaptureMaxBytes = 0, Syslog = false }) : null;
        return new AttachedOutput(channels, writer);
    }

    /// <inheritdoc/>
    public void AppendLeft(SafeFileHandle? stdout, SafeFileHandle? stderr, JournalEntry entry, Action completed) =>
        new AttachedOutput(Open(stdout, stderr, entry.Pid), null).DrainAndClose(completed);

    /// <inheritdoc/>
    public void AppendFailure(string message)
    {
        if ((_stderr ?? _stdout).File is { } file)
        {
            _pump.Loop.Post(() =>
            {
                SharedLogFile shared = _pump.Files.Acquire(file);
                shared.Write(Encoding.UTF8.GetBytes(message));
                shared.Release();
            });
        }
    }

    private OutputChannel[] Open(SafeFileHandle? stdout, SafeFileHandle? stderr, int pid)
    {
        OutputChannel?[] channels =
        [
            stdout is null ? null : _pump.Attach(stdout, _events.AddTo(_stdout, OutputStream.Stdout, pid)),
            stderr is null || _stderr is null ? null : _pump.Attach(stderr, _events.AddTo(_stderr, OutputStream.Stderr, pid)),
        ];
        return [.. channels.OfType<OutputChannel>()];
    }

    private static OutputSink Sink(ProcessSettings settings, OutputSettings output, string stream, string? path, bool stripAnsi) => new()
    {
        ProcessName = settings.Name,
        Stream = stream,
        File = path is null ? null : new LogFileOptions
        {
            Path = path,
            MaxBytes = output.MaxBytes,
            Backups = output.Backups,
            IsPrivate = output.Destination == LogDestination.Automatic,
        },
        StripAnsi = stripAnsi,
        CaptureMaxBytes = output.CaptureMaxBytes,
        Syslog = output.Syslog,
    };

    private void Check(LogFileOptions? file)
    {
        if (file is null)
        {
            return;
        }

        Task<int> check = _pump.CheckAsync(file);
        if (check.Wait(s_checkLimit) && check.Result != 0)
        {
            throw new SpawnFailure(
                SpawnFailureKind.SpawnError,
                $"unknown error making dispatchers for '{_processName}': {Errno.Name(check.Result)} ({file.Path})");
        }
    }
}
