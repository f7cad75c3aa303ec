using Minos.Configuration.Values;

namespace Minos.Configuration.CommandLine;

/// <summary>The control client's command line: supervisorctl's options and an action with its arguments.</summary>
public sealed record ControlCommandLine
{
    /// <summary>What <c>-h</c> prints before the list of actions.</summary>
    public const string HelpText = """
        minosctl -- control programs that are run by minosd or supervisord.

        Usage: minosctl [options] [action [arguments]]

        Options:
        -c/--configuration FILE -- configuration file (searched for if not given)
        -h/--help -- print this text and exit
        -i/--interactive -- start an interactive shell after the options
        -s/--serverurl URL -- URL on which the daemon listens (default http://localhost:9001)
        -u/--username USERNAME -- user name for the daemon
        -p/--password PASSWORD -- password for the daemon
        -r/--history_file FILE -- where the shell keeps its history

        Without an action an interactive shell is started; its "help" lists the actions.

        """;

    /// <summary>What is asked for; never <see cref="CommandLineAction.Version"/>.</summary>
    public CommandLineAction Action { get; init; }

    /// <summary><c>-c</c>; null searches (<see cref="ConfigurationSearch"/>).</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary><c>-i</c>, or no action given.</summary>
    public bool Interactive { get; init; }

    /// <summary><c>-s</c>.</summary>
    public string? ServerUrl { get; init; }

    /// <summary><c>-u</c>.</summary>
    public string? UserName { get; init; }

    /// <summary><c>-p</c>.</summary>
    public string? Password { get; init; }

    /// <summary><c>-r</c>. Supervisor parses it and forgets it; here it wins over the file.</summary>
    public string? HistoryFile { get; init; }

    /// <summary>The action and its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Parses the arguments, without the program's name.</summary>
    /// <exception cref="CommandLineException">They are wrong; exit status 2.</exception>
    public static ControlCommandLine Parse(IReadOnlyList<string> arguments)
    {
        var result = new ControlCommandLine();
        var table = new OptionTable();
        table.AddFinal('h', "help", () => result = result with { Action = CommandLineAction.Help });
        table.AddFinal('?', null, () => result = result with { Action = CommandLineAction.Help });
        table.AddValue('c', "configuration", text => result = result with { ConfigurationFile = text });
        table.AddFlag('i', "interactive", () => result = result with { Interactive = true });
        table.AddValue('s', "serverurl", text => result = result with { ServerUrl = UrlValue.Parse(text) });
        table.AddValue('u', "username", text => result = result with { UserName = text });
        table.AddValue('p', "password", text => result = result with { Password = text });
        table.AddValue('r', "history_file", text => result = result with { HistoryFile = text });
        IReadOnlyList<string>? positional = table.Apply(arguments, allowPositional: true);
        return positional is null
            ? result
            : result with { Arguments = positional, Interactive = result.Interactive || positional.Count == 0 };
    }
}
