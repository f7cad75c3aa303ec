namespace Minos.Deployment;

/// <summary>A step of a deployment that cannot be done; the message is what clients are answered.</summary>
public sealed class DeploymentException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="inner">What it comes from.</param>
    public DeploymentException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
