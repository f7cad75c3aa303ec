namespace Minos.Monitoring.Mail;

/// <summary>A mail could not be handed over.</summary>
/// <param name="message">What happened, with the server's own words.</param>
/// <param name="isPermanent">Whether the server wants this message never (5xx to the message itself): trying again is no use.</param>
/// <param name="innerException">What found it.</param>
public sealed class MailException(string message, bool isPermanent = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether trying again is no use.</summary>
    public bool IsPermanent => isPermanent;
}
