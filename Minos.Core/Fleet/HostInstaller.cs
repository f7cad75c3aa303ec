using Minos.Configuration;
using Minos.Fleet.Connections;
using Minos.Fleet.Installing;

namespace Minos.Fleet;

/// <summary>Installs, upgrades, starts, stops and removes the supervisors of hosts, over one connection each.</summary>
/// <remarks>
/// A host's script says what is there; what differs is sent as one archive, and the script puts it in use. A
/// connection that breaks leaves a host as it was or with all of it done, and the next installation goes on from there.
/// </remarks>
/// <param name="options">How it is done.</param>
public sealed class HostInstaller(FleetOptions options) : IDisposable
{
    private readonly LocalTransport _local = new();
    private readonly IHostTransport _ssh = SecureShell.Create(options.ConnectTime);
    private readonly HostTimes _times = new()
    {
        Connect = options.ConnectTime + TimeSpan.FromSeconds(30),
        Work = options.StopTime + options.HealthTimeOrDefault + TimeSpan.FromMinutes(10),
    };

    /// <summary>Makes sure that a host has a release and a configuration, and that its supervisor runs with them.</summary>
    /// <param name="target">The host.</param>
    /// <param name="request">What to install.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    /// <returns>The result; a failure too is one.</returns>
    public Task<HostResult> InstallAsync(HostTarget target, InstallRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(target, request.Startup, async session =>
        {
            HostFacts facts = await HostFacts.ReadAsync(session, cancellationToken).ConfigureAwait(false);
            if (request.IsUpgrade && facts.Pid is null)
            {
                throw new HostException(
                    HostPhase.Probe, facts.Release is null ? "no supervisor is installed on the host" : "the supervisor does not run: start it, or install the release");
            }

            string configuration = request.ConfigurationFor(target.Group, facts.Configuration);
            ReleaseArchive archive = await request.Releases.GetAsync(facts.System).ConfigureAwait(false);
            InstallPlan plan = InstallPlan.Create(target, facts, archive.Release, configuration, request.Startup);
            var result = new HostResult(target, plan.Changes.Count == 0 ? HostStatus.Unchanged : HostStatus.Changed)
            {
                IsPlan = options.IsPlanOnly,
                Changes = ValueList.From(plan.Changes),
                Difference = plan.Difference,
                Release = archive.Release.Digest,
                Pid = facts.Pid,
            };
            if (options.IsPlanOnly)
            {
                return result;
            }

            if (result.Status == HostStatus.Unchanged)
            {
                // All is as it should be only if the daemon answers, too.
                session.Phase = HostPhase.Status;
                await session.SendAsync("verify", cancellationToken).ConfigureAwait(false);
                return await FinishAsync(session, result, cancellationToken).ConfigureAwait(false);
            }

            session.Phase = HostPhase.Lock;
            await session.SendAsync($"install {archive.Release.Digest}", cancellationToken).ConfigureAwait(false);
            session.Phase = HostPhase.Upload;
            await session.WriteAsync(
                stream => archive.WriteAsync(stream, configuration, plan.NeedsRelease, cancellationToken), cancellationToken).ConfigureAwait(false);
            session.CloseInput();
            return await FinishAsync(session, result, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Does something else.</summary>
    /// <param name="target">The host.</param>
    /// <param name="operation">What.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    /// <returns>The result; a failure too is one.</returns>
    public Task<HostResult> RunAsync(HostTarget target, HostOperation operation, CancellationToken cancellationToken = default) =>
        RunAsync(target, HostStartup.Unchanged, async session =>
        {
            HostFacts facts = await HostFacts.ReadAsync(session, cancellationToken).ConfigureAwait(false);
            InstallChange? change = OperationPlan.Change(operation, facts);
            var result = new HostResult(target, change is null ? HostStatus.Unchanged : HostStatus.Changed)
            {
                IsPlan = options.IsPlanOnly,
                Changes = change is null ? [] : [change],
                Release = facts.Release,
                Pid = facts.Pid,
            };
            if ((change is null || options.IsPlanOnly) && operation != HostOperation.Status)
            {
                return result;
            }

            session.Phase = operation switch
            {
                HostOperation.Start => HostPhase.Start,
                HostOperation.Status => HostPhase.Status,
                _ => HostPhase.Stop,
            };
            await session.SendAsync(operation.ToString().ToLowerInvariant(), cancellationToken).ConfigureAwait(false);
            return await FinishAsync(session, result, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _ssh.Dispose();

    private async Task<HostResult> RunAsync(
        HostTarget target, HostStartup startup, Func<HostSession, Task<HostResult>> work, CancellationToken cancellationToken)
    {
        long begin = TimeProvider.System.GetTimestamp();
        HostResult result;
        try
        {
            IHostTransport transport = target.Transport == HostTransport.Local ? _local : _ssh;
            HostSession session = await HostSession.OpenAsync(
                transport, target, ScriptVariables.Of(target, startup, options), _times, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                result = await work(session).ConfigureAwait(false);
            }
        }
        catch (HostException exception)
        {
            result = new HostResult(target, HostStatus.Failed) { Phase = exception.Phase, Error = exception.Message };
        }

        return result with { Duration = TimeProvider.System.GetElapsedTime(begin) };
    }

    /// <summary>Reads what the script says it does, to its end.</summary>
    private static async Task<HostResult> FinishAsync(HostSession session, HostResult result, CancellationToken cancellationToken)
    {
        List<InstallChange> changes = [.. result.Changes];
        var states = new Dictionary<string, int>();
        while (true)
        {
            HostAnswer answer = await session.ReadNextAsync(cancellationToken).ConfigureAwait(false);
            switch (answer.Kind)
            {
                case "phase" when Enum.TryParse(answer.Text, ignoreCase: true, out HostPhase phase):
                    session.Phase = phase;
                    break;
                case "change":
                    OperationPlan.Merge(changes, answer.Text);
                    break;
                case "version":
                    result = result with { Version = answer.Text };
                    break;
                case "state" when answer.Text.Split(' ') is [var state, var count]:
                    states[state] = int.Parse(count, System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case "done":
                    int? pid = int.TryParse(answer.Text, out int number) ? number : null;
                    return result with { Changes = ValueList.From(changes), States = states, Pid = pid };
            }
        }
    }
}
