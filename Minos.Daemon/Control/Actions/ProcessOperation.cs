using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>What start, stop, signal and clear have in common: names in, a line for each process out.</summary>
internal sealed record ProcessOperation
{
    /// <summary>The method for <c>all</c>.</summary>
    public required string AllMethod { get; init; }

    /// <summary>The method for <c>group:*</c>; null when there is none and the name goes to <see cref="ProcessMethod"/> as it is.</summary>
    public required string? GroupMethod { get; init; }

    /// <summary>The method for one process.</summary>
    public required string ProcessMethod { get; init; }

    /// <summary>The words for success.</summary>
    public required string Done { get; init; }

    /// <summary>The words for the faults that an operator may expect; any other is shown as an error.</summary>
    public required IReadOnlyDictionary<RpcFaultCode, string> Refusals { get; init; }

    /// <summary>Whether the text of <see cref="RpcFaultCode.Failed"/> is shown as the server sent it.</summary>
    public bool ShowsFailures { get; init; }

    /// <summary>The fault that leaves the exit status alone: what was asked for is so already.</summary>
    public RpcFaultCode Ignored { get; init; } = RpcFaultCode.Success;

    /// <summary>The exit status for an unknown group.</summary>
    public int UnknownGroupStatus { get; init; } = ExitStatus.Generic;

    /// <summary>The line for an outcome.</summary>
    /// <exception cref="ControlException">The fault is none of <see cref="Refusals"/>.</exception>
    public string Describe(string name, RpcFaultCode code, string description)
    {
        if (code == RpcFaultCode.Success)
        {
            return $"{name}: {Done}";
        }

        if (Refusals.TryGetValue(code, out string? refusal))
        {
            return $"{name}: ERROR ({refusal})";
        }

        return code == RpcFaultCode.Failed && ShowsFailures
            ? description
            : throw new ControlException($"Unknown result code {(int)code} for {name}");
    }
}
