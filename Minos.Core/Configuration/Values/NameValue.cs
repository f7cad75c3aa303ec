namespace Minos.Configuration.Values;

/// <summary>Names of programs, groups and processes.</summary>
public static class NameValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "a name without blank, ':' or '/'";

    /// <summary>Trims the name and checks that the listener protocol and URLs can carry it.</summary>
    /// <exception cref="InvalidValueException">It holds a blank, a colon or a slash.</exception>
    public static string Parse(string text)
    {
        string name = PythonText.Strip(text);
        foreach (char forbidden in " :/")
        {
            if (name.Contains(forbidden))
            {
                throw new InvalidValueException($"Invalid name: {PythonText.Repr(text)} because of character: '{forbidden}'");
            }
        }

        return name;
    }
}
