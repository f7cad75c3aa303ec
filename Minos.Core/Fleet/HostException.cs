namespace Minos.Fleet;

/// <summary>Something failed on one host.</summary>
/// <param name="phase">What was being done.</param>
/// <param name="message">Why it failed, for people.</param>
/// <param name="inner">The cause.</param>
public sealed class HostException(HostPhase phase, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What was being done.</summary>
    public HostPhase Phase => phase;
}
