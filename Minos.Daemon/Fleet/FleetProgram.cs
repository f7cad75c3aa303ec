using Minos.Configuration;
using Minos.Daemon.Control;
using Minos.Daemon.Hosting;
using Minos.Fleet;

namespace Minos.Daemon.Fleet;

/// <summary><c>minosd fleet</c>: what the module's cmdlets do with supervisors, for machines without PowerShell.</summary>
internal sealed class FleetProgram(FleetCommandLine line, TextWriter output, TextWriter error)
{
    private const int Failure = 1;

    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var line = FleetCommandLine.Parse(args);
            if (line.Verb is not { } verb)
            {
                await output.WriteLineAsync(FleetCommandLine.HelpText).ConfigureAwait(false);
                return 0;
            }

            return await new FleetProgram(line, output, error).RunAsync(verb).ConfigureAwait(false);
        }
        catch (FleetException exception)
        {
            return DaemonProgram.Fail(error, exception.Message, "minosd fleet");
        }
    }

    private async Task<int> RunAsync(FleetVerb verb)
    {
        IReadOnlyList<HostTarget> targets = SelectHosts();
        InstallRequest? request = verb == FleetVerb.Install ? ReadRequest() : null;
        using var installer = new HostInstaller(line.Options);
        using var interrupts = new Interrupts();
        var waiting = targets.ToHashSet();
        bool isWell = true;
        bool isWhole = await interrupts.RunAsync(async token =>
        {
            if (verb == FleetVerb.Processes)
            {
                isWell = await new ProcessListing(line, output, error).RunAsync(targets, token).ConfigureAwait(false);
                return;
            }

            IReportWriter report = line.IsJson ? new JsonReport(output) : new TextReport(output, error, targets);
            await foreach (HostResult result in FleetRun.RunAsync(targets, line.Options, WorkAsync, token).ConfigureAwait(false))
            {
                waiting.Remove(result.Target);
                isWell &= result.Status is not (HostStatus.Failed or HostStatus.Skipped);
                report.Write(result);
            }

            report.End();
        }).ConfigureAwait(false);
        if (!isWhole && verb is not (FleetVerb.Processes or FleetVerb.Status))
        {
            await error.WriteLineAsync($"Interrupted; not known of: {string.Join(", ", waiting)}. What has begun there is brought to its end; run it again.")
                .ConfigureAwait(false);
        }

        return isWhole && isWell ? 0 : Failure;

        Task<HostResult> WorkAsync(HostTarget target, CancellationToken token) => request is not null
            ? installer.InstallAsync(target, request, token)
            : installer.RunAsync(target, Enum.Parse<HostOperation>(verb.ToString()), token);
    }

    private IReadOnlyList<HostTarget> SelectHosts()
    {
        string file = line.ConfigurationFile ?? HostGroupSearch.Find(Environment.CurrentDirectory)
            ?? throw new FleetException($"there is no config/deploy_supervisor.cfg here: name the host groups with --config FILE or ${HostGroupSearch.Variable}");
        try
        {
            return HostSelection.Select(HostGroupReader.Read(file), line.Groups, line.Hosts);
        }
        catch (ConfigurationException exception)
        {
            throw new FleetException(string.Join('\n', exception.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error)), exception);
        }
        catch (HostSelectionException exception)
        {
            throw new FleetException(exception.Message, exception);
        }
    }

    private InstallRequest ReadRequest()
    {
        try
        {
            ReleaseCatalog releases = ReleaseCatalog.Open(line.Binaries.Count > 0 ? line.Binaries : [Environment.ProcessPath!]);
            return new InstallRequest(releases)
            {
                Configuration = line.SupervisordConf is { } file ? File.ReadAllText(file) : null,
                Startup = line.Startup,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new FleetException(exception.Message, exception);
        }
    }
}
