namespace Minos.Native;

/// <summary>The step at which a start failed.</summary>
public enum SpawnStage
{
    /// <summary>Making the pipes.</summary>
    Pipes,

    /// <summary>Making the process.</summary>
    Fork,

    /// <summary>Setting the resource limits.</summary>
    Limits,

    /// <summary>Becoming the user.</summary>
    User,

    /// <summary>Entering the working directory.</summary>
    Directory,

    /// <summary>Executing the program.</summary>
    Execute,
}

/// <summary>A program that could not be started; no process is left of it.</summary>
public sealed class SpawnException(SpawnStage stage, int errno, string subject)
    : Exception($"{stage}: {subject}: {Native.Errno.Describe(errno)} ({Native.Errno.Name(errno)})")
{
    /// <summary>The step that failed.</summary>
    public SpawnStage Stage { get; } = stage;

    /// <summary>The error number.</summary>
    public int Errno { get; } = errno;
}
