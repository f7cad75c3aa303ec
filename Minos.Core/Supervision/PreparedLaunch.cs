using System.Runtime.ExceptionServices;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>A launch that has been announced and waits for its turn.</summary>
/// <param name="Launch">What is started.</param>
/// <param name="Spawn">Its program, with its pipes.</param>
/// <param name="LogCheck">Waits for what <see cref="IProcessLogs.Check"/> has found out.</param>
internal sealed record PreparedLaunch(ProcessLaunch Launch, PreparedSpawn Spawn, Action LogCheck)
{
    private int _pid;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Executes the program and remembers how that went: the thread may touch no other descriptor.</summary>
    public void Execute(Spawner spawner, DescriptorTable table)
    {
        try
        {
            _pid = spawner.Execute(Spawn, table);
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <returns>The id of the process, after it has been executed.</returns>
    /// <exception cref="SpawnException">It could not be.</exception>
    public int GetPid()
    {
        _failure?.Throw();
        return _pid;
    }
}
