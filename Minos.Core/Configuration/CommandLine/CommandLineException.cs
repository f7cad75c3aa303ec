namespace Minos.Configuration.CommandLine;

/// <summary>A command line that cannot be used. The message is what Supervisor prints after <c>Error: </c>; the exit status is 2.</summary>
public sealed class CommandLineException : Exception
{
    /// <summary>Makes the exception.</summary>
    public CommandLineException(string message)
        : base(message)
    {
    }
}
