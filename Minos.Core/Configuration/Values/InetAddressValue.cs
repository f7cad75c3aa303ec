namespace Minos.Configuration.Values;

/// <summary>Addresses to listen on: <c>port</c> or <c>host:port</c>.</summary>
public static class InetAddressValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "a port, host:port or *:port, with a port from 1 to 65535";

    /// <summary>Parses <paramref name="text"/>; the host is lower case, and empty for every interface.</summary>
    /// <exception cref="InvalidValueException">There is no port from 1 to 65535.</exception>
    public static (string Host, int Port) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            try
            {
                return ("", Port(text));
            }
            catch (InvalidValueException)
            {
                // The blank at the end is Supervisor's.
                throw new InvalidValueException($"not a valid port number: {PythonText.Repr(text)} ");
            }
        }

        string port = text[(colon + 1)..];
        if (port.Length == 0)
        {
            throw new InvalidValueException("no port number specified in ''");
        }

        string host = text[..colon].ToLowerInvariant();
        return (host == "*" ? "" : host, Port(port));
    }

    /// <summary>Parses a port from 1 to 65535.</summary>
    /// <exception cref="InvalidValueException">It is not one.</exception>
    public static int Port(string text) => IntegerValue.Parse(text) switch
    {
        < 1 and long low => throw new InvalidValueException($"{low} is below lower bound (1)"),
        > 65535 and long high => throw new InvalidValueException($"{high} is above upper bound (65535)"),
        long port => (int)port,
    };
}
