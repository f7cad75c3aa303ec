using Minos.Supervision;

namespace Minos.Rpc;

/// <summary>Something that a client wants done with one process or with many.</summary>
internal sealed record ProcessAction
{
    /// <summary>Which processes of a group are meant; the others are left out of the answer.</summary>
    public required Func<SupervisedProcess, bool> Applies { get; init; }

    /// <summary>What becomes of those that are left out, on the supervision thread.</summary>
    public Action<SupervisedProcess>? LeaveOut { get; init; }

    /// <summary>What must not run on the supervision thread and comes first; throws <see cref="RpcFault"/>.</summary>
    public Action<SupervisedProcess>? Prepare { get; init; }

    /// <summary>Begins on the supervision thread; throws <see cref="RpcFault"/>, or returns what to wait for. The text is the process as the client named it.</summary>
    public required Func<SupervisedProcess, string, Task> Begin { get; init; }
}
