namespace Minos.Configuration.CommandLine;

/// <summary>The options of a command line by the rules of getopt (man 3 getopt_long without permutation), with Python's sentences for errors.</summary>
/// <remarks>
/// Short options may be bundled (<c>-nt</c>) and carry their argument (<c>-cfile</c>); long options may be shortened as long as they stay
/// unambiguous and take an argument as <c>--name=value</c> or as the next word. Options end at <c>--</c> or at the first positional argument.
/// </remarks>
public sealed class GetOpt
{
    private readonly string _shortOptions;
    private readonly string[] _longOptions;

    /// <summary>Describes the options.</summary>
    /// <param name="shortOptions">Letters; a colon follows each that takes an argument (<c>hc:n</c>).</param>
    /// <param name="longOptions">Names without dashes; <c>=</c> ends each that takes an argument (<c>configuration=</c>).</param>
    public GetOpt(string shortOptions, IEnumerable<string> longOptions)
    {
        _shortOptions = shortOptions;
        _longOptions = [.. longOptions];
    }

    /// <summary>Splits <paramref name="arguments"/> (without the program's name) into options and positional arguments.</summary>
    /// <exception cref="CommandLineException">An option is unknown, ambiguous, lacks its argument or has one too many.</exception>
    public ParsedOptions Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var options = new List<ParsedOption>();
        int next = 0;
        while (next < arguments.Count && arguments[next] is ['-', _, ..] argument)
        {
            next++;
            if (argument == "--")
            {
                break;
            }

            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                ParseLong(argument[2..], arguments, ref next, options);
            }
            else
            {
                ParseShort(argument[1..], arguments, ref next, options);
            }
        }

        return new ParsedOptions(options, [.. arguments.Skip(next)]);
    }

    private void ParseLong(string option, IReadOnlyList<string> arguments, ref int next, List<ParsedOption> options)
    {
        int equals = option.IndexOf('=', StringComparison.Ordinal);
        string? value = equals < 0 ? null : option[(equals + 1)..];
        (string name, bool takesArgument) = FindLong(equals < 0 ? option : option[..equals]);
        if (takesArgument && value is null)
        {
            if (next >= arguments.Count)
            {
                throw new CommandLineException($"option --{name} requires argument");
            }

            value = arguments[next++];
        }
        else if (!takesArgument && value is not null)
        {
            throw new CommandLineException($"option --{name} must not have an argument");
        }

        options.Add(new ParsedOption("--" + name, value ?? ""));
    }

    private (string Name, bool TakesArgument) FindLong(string option)
    {
        string[] candidates = [.. _longOptions.Where(o => o.StartsWith(option, StringComparison.Ordinal))];
        if (candidates.Contains(option))
        {
            return (option, false);
        }

        if (candidates.Contains(option + "="))
        {
            return (option, true);
        }

        return candidates switch
        {
            [] => throw new CommandLineException($"option --{option} not recognized"),
            [string only] => (only.TrimEnd('='), only.EndsWith('=')),
            _ => throw new CommandLineException($"option --{option} not a unique prefix"),
        };
    }

    private void ParseShort(string letters, IReadOnlyList<string> arguments, ref int next, List<ParsedOption> options)
    {
        for (int i = 0; i < letters.Length; i++)
        {
            char letter = letters[i];
            int known = letter == ':' ? -1 : _shortOptions.IndexOf(letter, StringComparison.Ordinal);
            if (known < 0)
            {
                throw new CommandLineException($"option -{letter} not recognized");
            }

            bool takesArgument = known + 1 < _shortOptions.Length && _shortOptions[known + 1] == ':';
            if (!takesArgument)
            {
                options.Add(new ParsedOption($"-{letter}", ""));
                continue;
            }

            string value = letters[(i + 1)..];
            if (value.Length == 0)
            {
                if (next >= arguments.Count)
                {
                    throw new CommandLineException($"option -{letter} requires argument");
                }

                value = arguments[next++];
            }

            options.Add(new ParsedOption($"-{letter}", value));
            return;
        }
    }
}
