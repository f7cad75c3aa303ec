using System.Globalization;
using Minos.Fleet;

namespace Minos.Daemon.Fleet;

/// <summary>The command line of <c>minosd fleet</c>.</summary>
internal sealed record FleetCommandLine
{
    /// <summary>The environment variable with the password for <see cref="RpcUser"/>.</summary>
    internal const string PasswordVariable = "MINOS_RPC_PASSWORD";

    internal const string HelpText = """
        minosd fleet -- the supervisors of groups of hosts, over ssh

        Usage: minosd fleet VERB --group GROUP [options]

        Verbs:
          install     make sure that each host has this minosd and its supervisord.conf, and that it runs; a running one is taken over in
                      place, its programs run on; what is as wanted already is not touched
          uninstall   stop the supervisor and its programs, and remove its files; what applications have written stays
          start, stop, restart
          status      version, process id, how many processes are in which state
          processes   every process of every host

        Options:
          --group GROUP            a group of the host groups file; may be repeated, * and ? are wildcards
          --host HOST              only these hosts of the groups; may be repeated, * and ? are wildcards
          --config FILE            the host groups ($MINOS_HOSTS_FILE, config/deploy_supervisor.cfg or deploy_supervisor.cfg if not given)
          --supervisord-conf FILE  install: the configuration (if not given: what the host has, or a default with a socket and no programs)
          --binary PATH            install: a minosd for the hosts, or the folder of a build; may be repeated, one a machine type (this one if
                                   not given)
          --startup cron|systemd   install: what starts the supervisor with the host (not changed if not given)
          --batch-size LIST        so many hosts at first, then so many, such as 1,10%,50%; the last goes on (all at once if not given)
          --max-failure N|N%       begin no more hosts when more than this have failed (0 with batches, else no limit)
          --health-timeout SECONDS wait so long for programs to be up before a host counts as done (60 with batches, else 0: do not look)
          --stop-timeout SECONDS   how long a supervisor may take to stop its programs (120)
          --connect-timeout SECONDS (10)
          --rpc-user USER          processes: the supervisors' user name; the password is in $MINOS_RPC_PASSWORD
          --throttle N             so many hosts at once (32)
          --what-if                connect and look, print what would be done with the difference of the configuration, do nothing
          --json                   one JSON object a host and line
          -h, --help               this text

        Exit status: 0 when all hosts are as wanted, 1 when a host failed or was not begun, 2 for a wrong command line.
        """;

    private static readonly string[] s_options =
    [
        "--group", "--host", "--config", "--supervisord-conf", "--binary", "--startup", "--batch-size", "--max-failure", "--health-timeout",
        "--stop-timeout", "--connect-timeout", "--rpc-user", "--throttle", "--what-if", "--json", "--help",
    ];

    /// <summary>Null only for the help.</summary>
    internal FleetVerb? Verb { get; private init; }

    internal IReadOnlyList<string> Groups { get; private init; } = [];

    internal IReadOnlyList<string> Hosts { get; private init; } = [];

    internal string? ConfigurationFile { get; private init; }

    internal string? SupervisordConf { get; private init; }

    internal IReadOnlyList<string> Binaries { get; private init; } = [];

    internal HostStartup Startup { get; private init; }

    internal FleetOptions Options { get; private init; } = new();

    internal string? RpcUser { get; private init; }

    internal bool IsJson { get; private init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="FleetException">It is wrong.</exception>
    internal static FleetCommandLine Parse(ReadOnlySpan<string> args)
    {
        if (args is [] or ["-h" or "--help", ..])
        {
            return new FleetCommandLine();
        }

        if (!Enum.TryParse(args[0], ignoreCase: true, out FleetVerb verb) || int.TryParse(args[0], CultureInfo.InvariantCulture, out _))
        {
            string[] verbs = [.. Enum.GetNames<FleetVerb>().Select(static name => name.ToLowerInvariant())];
            throw new FleetException($"there is no verb '{args[0]}'. {HostSelection.Nearest(args[0], verbs)}");
        }

        var line = new FleetCommandLine { Verb = verb };
        for (int index = 1; index < args.Length;)
        {
            string name = args[index++];
            switch (name)
            {
                case "-h" or "--help":
                    return new FleetCommandLine();
                case "--what-if":
                    line = line with { Options = line.Options with { IsPlanOnly = true } };
                    break;
                case "--json":
                    line = line with { IsJson = true };
                    break;
                case var _ when !s_options.Contains(name):
                    throw new FleetException($"unknown argument '{name}'. {HostSelection.Nearest(name, s_options)}");
                case var _ when index == args.Length:
                    throw new FleetException($"{name} needs a value");
                default:
                    line = line.With(name, args[index++]);
                    break;
            }
        }

        return line.Groups.Count > 0 ? line : throw new FleetException("name a host group: --group GROUP ('*' for all)");
    }

    private FleetCommandLine With(string name, string value) => name switch
    {
        "--group" => this with { Groups = [.. Groups, value] },
        "--host" => this with { Hosts = [.. Hosts, value] },
        "--config" => this with { ConfigurationFile = value },
        "--supervisord-conf" => OfInstall(name) with { SupervisordConf = value },
        "--binary" => OfInstall(name) with { Binaries = [.. Binaries, value] },
        "--startup" => OfInstall(name) with
        {
            Startup = value switch
            {
                "cron" => HostStartup.Cron,
                "systemd" => HostStartup.Systemd,
                _ => throw new FleetException($"--startup {value}: cron or systemd"),
            },
        },
        "--rpc-user" => Verb == FleetVerb.Processes ? this with { RpcUser = value } : throw new FleetException($"{name} is of the verb processes only"),
        "--batch-size" => this with { Options = Options with { BatchSizes = [.. value.Split(',').Select(part => Share(name, part, least: 1))] } },
        "--max-failure" => this with { Options = Options with { MaxFailure = Share(name, value, least: 0) } },
        "--health-timeout" => this with { Options = Options with { HealthTime = Seconds(name, value, 0) } },
        "--stop-timeout" => this with { Options = Options with { StopTime = Seconds(name, value, 1) } },
        "--connect-timeout" => this with { Options = Options with { ConnectTime = Seconds(name, value, 1) } },
        _ => this with { Options = Options with { ThrottleLimit = Number(name, value, 1, 1000) } },
    };

    private FleetCommandLine OfInstall(string name) =>
        Verb == FleetVerb.Install ? this : throw new FleetException($"{name} is of the verb install only");

    private static HostShare Share(string name, string value, int least)
    {
        try
        {
            HostShare share = HostShare.Parse(value.Trim());
            return share.Amount >= least ? share : throw new FleetException($"{name} {value}: at least {least}");
        }
        catch (FormatException exception)
        {
            throw new FleetException($"{name}: {exception.Message}", exception);
        }
    }

    private static TimeSpan Seconds(string name, string value, int least) => TimeSpan.FromSeconds(Number(name, value, least, 86400));

    private static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new FleetException($"{name} {value}: a whole number, {least} to {most}");
}
