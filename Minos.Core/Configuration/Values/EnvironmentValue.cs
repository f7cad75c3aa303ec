namespace Minos.Configuration.Values;

/// <summary>Lists of variables: <c>A="x",B=y</c>.</summary>
public static class EnvironmentValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "NAME=\"value\",OTHER=\"value\"; quote everything but letters, digits and _/.+-():";

    /// <summary>Parses <paramref name="text"/>; of a name that occurs twice the last value wins.</summary>
    /// <exception cref="InvalidValueException">It ends in the middle of an assignment or of a quotation.</exception>
    public static Dictionary<string, string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> tokens = Shlex.EnvironmentTokens(text);
        var variables = new Dictionary<string, string>();

        // The token after a value is the separator; Supervisor takes any.
        for (int i = 0; i < tokens.Count; i += 4)
        {
            if (i + 2 >= tokens.Count || tokens[i + 1] != "=")
            {
                throw new InvalidValueException($"Unexpected end of key/value pairs in value '{text}'");
            }

            variables[tokens[i]] = tokens[i + 2];
        }

        return variables;
    }
}
