using Minos.Configuration;
using Minos.Configuration.CommandLine;
using Minos.Daemon.Control.Actions;

namespace Minos.Daemon.Control;

/// <summary>The control client, <c>minosctl</c>: supervisorctl's options, actions, output and exit statuses.</summary>
internal static class ControlProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="input">Where lines come from; edited when it is the console's and that is a terminal.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="error">Where usage errors and failures of followed logs go.</param>
    /// <param name="programPath">How the program was called, for error messages and for the places where a configuration is looked for.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, TextReader input, TextWriter output, TextWriter error, string programPath = "minosctl")
    {
        ControlOptions options;
        try
        {
            var commandLine = ControlCommandLine.Parse(arguments);
            if (commandLine.Action == CommandLineAction.Help)
            {
                await output.WriteAsync(ControlCommandLine.HelpText);
                return ExitStatus.Success;
            }

            string? file = commandLine.ConfigurationFile ?? ConfigurationSearch.Find(programPath);
            var configuration = ControlConfiguration.Read(file, commandLine);
            foreach (ConfigurationProblem note in configuration.Notes)
            {
                await error.WriteLineAsync(note.Message);
            }

            options = ControlOptions.From(configuration, commandLine);
        }
        catch (Exception e) when (e is CommandLineException or ConfigurationException)
        {
            await error.WriteAsync($"Error: {e.Message}\nFor help, use {programPath} -h\n");
            return ExitStatus.InvalidArguments;
        }

        return await RunAsync(options, input, output, error);
    }

    private static async Task<int> RunAsync(ControlOptions options, TextReader input, TextWriter output, TextWriter error)
    {
        using var session = new ControlSession(options, new PipedInput(input, output, error), output, error);
        var actions = new ActionTable(session);
        var completer = new Completer(session, actions);
        var history = new LineHistory();
        bool isTerminal = ReferenceEquals(input, Console.In) && !Console.IsInputRedirected && !Console.IsOutputRedirected;
        if (isTerminal)
        {
            session.Input = new TerminalInput(
                new LineEditor(new ConsoleTerminal(), history, completer.CompleteAsync), session.Interrupts);
        }

        var shell = new ControlShell(session, actions, completer.Forget);
        if (options.Arguments.Count > 0)
        {
            await shell.ExecuteAsync(string.Join(' ', options.Arguments), CancellationToken.None);
            return session.ExitStatus;
        }

        string? historyFile = isTerminal ? options.HistoryFile : null;
        if (historyFile is not null)
        {
            history.Load(historyFile);
        }

        if (!await session.Interrupts.RunAsync(shell.LoopAsync))
        {
            session.Output("");
        }

        if (historyFile is not null)
        {
            history.Save(historyFile);
        }

        return ExitStatus.Success;
    }
}
