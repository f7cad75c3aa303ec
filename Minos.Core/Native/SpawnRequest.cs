using System.Runtime.InteropServices;
using Minos.Configuration;

namespace Minos.Native;

/// <summary>What a child's standard stream is.</summary>
public enum ChildStream
{
    /// <summary>A pipe to the daemon.</summary>
    Pipe,

    /// <summary>/dev/null.</summary>
    Null,

    /// <summary>The daemon's own.</summary>
    Inherit,

    /// <summary>For stderr: wherever stdout goes.</summary>
    Merge,

    /// <summary>For stdin: <see cref="SpawnRequest.InputHandle"/>.</summary>
    Handle,
}

/// <summary>A program to start.</summary>
public sealed record SpawnRequest
{
    /// <summary>The file to execute; no search.</summary>
    public required string FileName { get; init; }

    /// <summary>The argument vector, argv[0] first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment, <c>NAME=value</c> each.</summary>
    public required IReadOnlyCollection<string> Environment { get; init; }

    /// <summary>Working directory; null for the daemon's.</summary>
    public string? Directory { get; init; }

    /// <summary>File mode mask; null for the daemon's.</summary>
    public int? Umask { get; init; }

    /// <summary>The user to become; null stays.</summary>
    public UserIdentity? User { get; init; }

    /// <summary>The child's stdin.</summary>
    public ChildStream StandardInput { get; init; } = ChildStream.Pipe;

    /// <summary>What <see cref="ChildStream.Handle"/> stands for; the caller's.</summary>
    public SafeHandle? InputHandle { get; init; }

    /// <summary>What the child gets as descriptor 3; null for nothing. Only where neither umask nor user change.</summary>
    public SafeHandle? ThirdDescriptor { get; init; }

    /// <summary>The child's stdout.</summary>
    public ChildStream StandardOutput { get; init; } = ChildStream.Pipe;

    /// <summary>The child's stderr.</summary>
    public ChildStream StandardError { get; init; } = ChildStream.Pipe;
}
