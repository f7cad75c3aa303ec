using Minos.Configuration;
using Minos.Configuration.CommandLine;

namespace Minos.Daemon.Hosting;

/// <summary><c>minosd check</c>: says everything that is wrong with a configuration, and starts nothing.</summary>
internal static class CheckProgram
{
    private const string Help = """
        minosd check -- say everything that is wrong with a configuration; start nothing

        Usage: minosd check [-c FILE]

        Options:
        -c/--configuration FILE -- configuration file (searched for if not given)

        Exit status: 0 when the daemon would take it, 2 when not.
        """;

    internal static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        try
        {
            DaemonCommandLine commandLine = DaemonCommandLine.Parse(args);
            if (commandLine.Action == CommandLineAction.Help)
            {
                output.WriteLine(Help);
                return 0;
            }

            string path = commandLine.ConfigurationFile ?? ConfigurationSearch.Find(DaemonProgram.ProgramPath)
                ?? throw new CommandLineException(ConfigurationSearch.NotFoundMessage(DaemonProgram.ProgramPath));
            CheckResult result = ConfigurationReader.Check(path, commandLine.Overrides);
            foreach (string line in ConfigurationReport.Render(path, result))
            {
                output.WriteLine(line);
            }

            return result.IsUsable ? 0 : DaemonProgram.UsageError;
        }
        catch (CommandLineException exception)
        {
            return DaemonProgram.Fail(error, exception.Message, "minosd check");
        }
    }
}
