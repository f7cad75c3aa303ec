using Minos.Native;

namespace Minos.Supervision;

/// <summary>A launch that has been announced and waits for its turn.</summary>
/// <param name="Launch">What is started.</param>
/// <param name="Spawn">Its program, with its pipes.</param>
/// <param name="LogCheck">Waits for what <see cref="IProcessLogs.Check"/> has found out.</param>
internal sealed record PreparedLaunch(ProcessLaunch Launch, PreparedSpawn Spawn, Action LogCheck)
{
    /// <summary>The id of the process, once it has been executed; 0 before, and when it cannot be.</summary>
    public int Pid { get; set; }
}
