namespace Minos.Configuration;

/// <summary>A text that is not a value of the expected grammar; the message is Supervisor's own sentence.</summary>
public sealed class InvalidValueException : FormatException
{
    /// <summary>Makes the exception.</summary>
    public InvalidValueException(string message)
        : base(message)
    {
    }
}
