using Minos.Configuration;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>Makes the logs of processes.</summary>
public interface IProcessLogFactory
{
    /// <summary>The logs of one process; AUTO files get their names and are created here.</summary>
    ProcessLogs Create(string groupName, ProcessSettings settings);
}

/// <summary>The output pipes of a running process.</summary>
public interface IAttachedOutput
{
    /// <summary>Logs what is in the pipes, closes them, and then calls <paramref name="completed"/> on whatever thread that happens on.</summary>
    void DrainAndClose(Action completed);
}

/// <summary>Placeholder until the logs land.</summary>
public abstract class ProcessLogs : IDisposable
{
    /// <summary>x</summary>
    public abstract void Open();
    /// <summary>x</summary>
    public abstract IAttachedOutput Attach(SpawnedProcess child);
    /// <summary>x</summary>
    public abstract void Reopen();
    /// <summary>x</summary>
    public abstract void Dispose();
}
