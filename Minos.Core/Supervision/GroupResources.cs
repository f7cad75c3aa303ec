namespace Minos.Supervision;

/// <summary>What a group needs that takes the disk to make: made off the supervision thread, before the group.</summary>
/// <param name="Logs">The logs of its processes, in configuration order.</param>
/// <param name="Socket">The socket of a FastCGI group.</param>
public sealed record GroupResources(IReadOnlyList<IProcessLogs> Logs, FastCgiSocket? Socket);
