using System.Collections;

namespace Minos.Native;

/// <summary>This process's environment in the form that a new program takes (man 7 environ).</summary>
public static class ProcessVariables
{
    /// <summary>The variables as they are now, <c>NAME=value</c> each.</summary>
    public static List<string> ToList()
    {
        var variables = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables.Add($"{variable.Key}={variable.Value}");
        }

        return variables;
    }
}
