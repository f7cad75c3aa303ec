namespace Minos.Rpc;

/// <summary>A decoded method call.</summary>
/// <param name="Method">The full name, for example <c>supervisor.getState</c>; never empty.</param>
/// <param name="Arguments">The arguments in order.</param>
public sealed record RpcCall(string Method, IReadOnlyList<RpcValue> Arguments);
