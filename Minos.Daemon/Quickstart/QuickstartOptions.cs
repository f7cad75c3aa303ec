namespace Minos.Daemon.Quickstart;

/// <summary>The quickstart's command line.</summary>
internal sealed record QuickstartOptions
{
    internal const string HelpText = """
        minosd quickstart [--config FILE] [--stop]

        Installs a supervisor for the host group `local` of config/deploy_supervisor.cfg, starts it with two sample programs and leaves
        it running. Run again, it changes nothing.

          --stop         stop the supervisor and its programs
          --config FILE  another file of host groups
          -h, --help     this text
        """;

    /// <summary>End it instead of starting it.</summary>
    internal bool Stop { get; private init; }

    /// <summary>Only say what it can do.</summary>
    internal bool Help { get; private init; }

    /// <summary>The file of host groups; null for the repository's.</summary>
    internal string? ConfigurationFile { get; private init; }

    /// <exception cref="QuickstartException">An argument is unknown or incomplete.</exception>
    internal static QuickstartOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new QuickstartOptions();
        while (!args.IsEmpty)
        {
            (options, int used) = args switch
            {
                ["--stop", ..] => (options with { Stop = true }, 1),
                ["-h" or "--help", ..] => (options with { Help = true }, 1),
                ["--config", { Length: > 0 } file, ..] => (options with { ConfigurationFile = file }, 2),
                ["--config", ..] => throw new QuickstartException("--config needs a file (see minosd quickstart --help)"),
                _ => throw new QuickstartException($"unknown argument '{args[0]}' (see minosd quickstart --help)"),
            };
            args = args[used..];
        }

        return options;
    }
}
