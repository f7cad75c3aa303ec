namespace Minos.Fleet.Connections;

/// <summary>A command that runs on a host. Disposing of it ends it here at once; what it has begun there goes on.</summary>
internal interface IHostCommand : IAsyncDisposable
{
    /// <summary>Its stdin.</summary>
    Stream Input { get; }

    /// <summary>Its stdout.</summary>
    Stream Output { get; }

    /// <summary>Why it has ended without an answer. Waits a moment for the reason.</summary>
    /// <param name="phase">What was being done.</param>
    Task<HostException> ExplainAsync(HostPhase phase);
}
