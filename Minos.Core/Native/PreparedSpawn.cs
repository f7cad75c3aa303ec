using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>A program whose pipes are open and that has not been started: whoever notes their numbers finds it again, whatever happens from
/// then on.</summary>
public sealed class PreparedSpawn : IDisposable
{
    internal PreparedSpawn(SpawnRequest request, StandardPipes pipes)
    {
        Request = request;
        Pipes = pipes;
        Numbers = pipes.Numbers;
    }

    /// <summary>Numbers of its pipes.</summary>
    public PipeNumbers Numbers { get; }

    /// <summary>The daemon's ends of its output pipes; not the caller's.</summary>
    public IEnumerable<SafeFileHandle> OutputEnds => Pipes.OutputEnds;

    internal SpawnRequest Request { get; }

    internal StandardPipes Pipes { get; }

    /// <summary>Closes what a start has not taken.</summary>
    public void Dispose() => Pipes.Dispose();
}
