namespace Minos.Rpc;

/// <summary>The code of a method.</summary>
/// <param name="arguments">The arguments; their count has been checked against the description.</param>
/// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
/// <returns>The answer. A method that has to wait (for a process to start, say) completes later; only its caller waits with it.</returns>
/// <exception cref="RpcFault">The call is refused.</exception>
public delegate ValueTask<RpcValue> RpcHandler(RpcArguments arguments, CancellationToken cancellationToken);

/// <summary>A method that a <see cref="RpcDispatcher"/> can call.</summary>
/// <param name="description">Its name, types and help.</param>
/// <param name="handler">Its code.</param>
public sealed class RpcMethod(RpcMethodDescription description, RpcHandler handler)
{
    /// <summary>Its name, types and help.</summary>
    public RpcMethodDescription Description { get; } = description;

    /// <summary>The full name, for example <c>supervisor.getState</c>.</summary>
    public string Name => Description.Name;

    /// <summary>Its code.</summary>
    public RpcHandler Handler { get; } = handler;

    internal int RequiredCount { get; } = description.RequiredCount;

    internal int ParameterCount { get; } = description.Parameters.Count;
}
