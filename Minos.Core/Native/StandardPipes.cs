using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>The three standard streams of a child that is being started, and the daemon's ends of those that are pipes.</summary>
internal sealed class StandardPipes : IDisposable
{
    private readonly Pipe?[] _pipes = new Pipe?[3];
    private readonly ChildStream[] _streams = new ChildStream[3];
    private SafeHandle? _input;

    internal void Open(SpawnRequest request)
    {
        _streams[0] = request.StandardInput;
        _streams[1] = request.StandardOutput;
        _streams[2] = request.StandardError;
        _input = request.InputHandle;
        for (int i = 0; i < 3; i++)
        {
            if (_streams[i] == ChildStream.Pipe)
            {
                _pipes[i] = Pipe.Create(nonBlocking: true);
            }
        }
    }

    /// <summary>The inode numbers of those that are pipes.</summary>
    internal PipeNumbers Numbers => new(NumberOf(0), NumberOf(1), NumberOf(2));

    /// <summary>The daemon's ends of stdout and stderr where those are pipes.</summary>
    internal IEnumerable<SafeFileHandle> OutputEnds => new[] { _pipes[1]?.ReadEnd, _pipes[2]?.ReadEnd }.OfType<SafeFileHandle>();

    /// <summary>The descriptor that was opened last; null when none of them is a pipe.</summary>
    internal SafeFileHandle? Newest => (_pipes[2] ?? _pipes[1] ?? _pipes[0])?.WriteEnd;

    internal void AddTo(SpawnActions actions)
    {
        for (int i = 0; i < 3; i++)
        {
            switch (_streams[i])
            {
                case ChildStream.Pipe:
                    actions.Reopen(i, ChildEnd(i));
                    break;
                case ChildStream.Null:
                    actions.Open(i, "/dev/null");
                    break;
                case ChildStream.Handle:
                    actions.Duplicate(_input!, i);
                    break;
                case ChildStream.Merge:
                    actions.Duplicate(1, i);
                    break;
            }
        }
    }

    /// <summary>Hands out the daemon's end, non-blocking, or null when the stream is no pipe.</summary>
    internal SafeFileHandle? TakeParentEnd(int stream, DescriptorLimit limit)
    {
        if (_pipes[stream] is not { } pipe)
        {
            return null;
        }

        _pipes[stream] = null;
        (SafeFileHandle mine, SafeFileHandle theirs) = stream == 0 ? (pipe.WriteEnd, pipe.ReadEnd) : (pipe.ReadEnd, pipe.WriteEnd);
        theirs.Dispose();
        return limit.MoveAbove(mine);
    }

    public void Dispose()
    {
        foreach (Pipe? pipe in _pipes)
        {
            pipe?.Dispose();
        }
    }

    private long NumberOf(int stream) => _pipes[stream] is { } pipe ? (long)FileStatus.Of(pipe.ReadEnd).Identity.Inode : 0;

    private SafeFileHandle ChildEnd(int stream) => stream == 0 ? _pipes[stream]!.Value.ReadEnd : _pipes[stream]!.Value.WriteEnd;
}
