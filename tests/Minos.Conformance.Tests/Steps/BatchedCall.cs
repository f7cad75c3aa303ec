namespace Minos.Conformance.Tests.Steps;

/// <summary>One call of a system.multicall.</summary>
internal sealed record BatchedCall(string Method, params IReadOnlyList<object> Parameters);
