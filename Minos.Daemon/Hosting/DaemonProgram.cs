using System.Reflection;
using Minos.Configuration;
using Minos.Configuration.CommandLine;
using Minos.Events;
using Minos.Native;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>The daemon with supervisord's own flags: reads the configuration, goes to the background unless told not to, and supervises
/// until it is told to end; a restart begins again with the files as they are then.</summary>
internal static class DaemonProgram
{
    /// <summary>The exit status of a command line or configuration that cannot be used.</summary>
    internal const int UsageError = 2;

    /// <summary>The program's file; the search for a configuration starts above its directory.</summary>
    internal static string ProgramPath => Environment.ProcessPath ?? "minosd";

    /// <summary>The daemon's version, without the commit.</summary>
    internal static string Version =>
        typeof(DaemonProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    internal static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        if (args.Count > 1 && args[0] == UpgradeTrial.Argument)
        {
            return UpgradeTrial.Answer([.. args.Skip(1)], output, error);
        }

        if (args.Count > 0 && args[0] == Respawn.Argument)
        {
            try
            {
                return Respawn.Run([.. args.Skip(1)]);
            }
            catch (SpawnException exception)
            {
                error.WriteLine($"Error: cannot start the daemon: {exception.Message}");
                return 1;
            }
        }

        UpgradeState? inherited = UpgradeState.TakeFromEnvironment();
        using PipeKeeper? keeper = inherited is null ? PipeKeeper.TakeFromEnvironment() : PipeKeeper.Inherit(inherited.Keeper);
        var environment = ConfigurationEnvironment.OfThisProcess();
        try
        {
            DaemonCommandLine commandLine = DaemonCommandLine.Parse(args is [Respawn.Refusal, ..] ? [.. args.Skip(1)] : args, environment);
            switch (commandLine.Action)
            {
                case CommandLineAction.Help:
                    output.WriteLine(DaemonCommandLine.HelpText);
                    return 0;
                case CommandLineAction.Version:
                    output.WriteLine($"minosd {Version} (Supervisor {SupervisorMethods.CompatibleVersion})");
                    return 0;
            }

            var source = new ConfigurationSource(inherited?.ConfigurationFile ?? FindFile(commandLine, error), commandLine.Overrides, environment);
            SupervisorConfiguration configuration = source.Read();
            if (configuration.Daemon.NoDaemon || inherited is not null)
            {
                if (inherited is null)
                {
                    WorkingContext.ForbidWritingByOthers();
                }

                await SuperviseAsync(configuration, source, BackgroundReport.None, keeper, inherited).ConfigureAwait(false);
                return 0;
            }

            if (BackgroundReport.TakeFromEnvironment() is not { } report)
            {
                return Background.Start(args, error);
            }

            await RunInBackgroundAsync(configuration, source.Absolute(), report, keeper).ConfigureAwait(false);
            return 0;
        }
        catch (ConfigurationException exception)
        {
            inherited?.GoBack(exception.Message);
            foreach (ConfigurationProblem problem in exception.Problems.Where(p => p.Severity == ProblemSeverity.Error))
            {
                error.WriteLine($"Error: {problem}");
            }

            return UsageError;
        }
        catch (CommandLineException exception)
        {
            inherited?.GoBack(exception.Message);
            return Fail(error, exception.Message, "minosd");
        }
        catch (StartException exception)
        {
            error.WriteLine($"Error: {exception.Message}");
            return exception is OtherDaemonException && keeper is not null ? Respawn.OtherDaemon : UsageError;
        }
    }

    internal static int Fail(TextWriter error, string message, string program)
    {
        error.WriteLine($"Error: {message}");
        error.WriteLine($"For help, use {program} -h");
        return UsageError;
    }

    private static string FindFile(DaemonCommandLine commandLine, TextWriter error)
    {
        if (commandLine.ConfigurationFile is { } named)
        {
            return named;
        }

        string found = ConfigurationSearch.Find(ProgramPath) ?? throw new CommandLineException(ConfigurationSearch.NotFoundMessage(ProgramPath));
        if (Users.IsRoot)
        {
            error.WriteLine(ConfigurationSearch.RootWarning);
        }

        return found;
    }

    private static async Task RunInBackgroundAsync(
        SupervisorConfiguration configuration, ConfigurationSource source, BackgroundReport report, PipeKeeper? keeper)
    {
        Background.Enter(configuration.Daemon);
        await SuperviseAsync(configuration, source, report, keeper).ConfigureAwait(false);
    }

    private static async Task SuperviseAsync(
        SupervisorConfiguration configuration, ConfigurationSource source, BackgroundReport report, PipeKeeper? keeper, UpgradeState? inherited = null)
    {
        SignalSource.DefaultChildSignal();
        WorkerThreads.Reserve();
        IdleCollector.Start();
        ProcessRights.Drop(configuration.Daemon);
        DescriptorLimit descriptors = ProcessRights.RaiseLimits(configuration.Daemon);
        using PidFile pidFile = inherited is null
            ? PidFile.Claim(configuration.Daemon.PidFile)
            : PidFile.Inherit(configuration.Daemon.PidFile, inherited.PidFile);
        using var signals = new DaemonSignals();
        if (inherited is null && keeper is not null)
        {
            InheritedPipes.Take(keeper.ReceiveKept());
        }

        var serial = new EventSerial { Last = inherited?.Handover.EventSerial ?? -1 };
        for (bool first = true; ; first = false)
        {
            descriptors.MakeRoom(configuration.Groups.Sum(static group => group.Processes.Count));
            var host = new DaemonHost(configuration, source, descriptors, serial, keeper, first ? inherited : null);
            SupervisorState end;
            try
            {
                end = await host.RunAsync(pidFile, signals, first ? report : BackgroundReport.None).ConfigureAwait(false);
            }
            catch (StartException exception) when (first)
            {
                inherited?.GoBack(exception.Message);
                throw;
            }

            if (end == SupervisorState.Shutdown)
            {
                return;
            }

            configuration = source.Read();
        }
    }
}
