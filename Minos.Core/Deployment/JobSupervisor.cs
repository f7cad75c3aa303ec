using Minos.Configuration;
using Minos.Logs;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Deployment;

/// <summary>Drives supervision by its own methods, as clients do.</summary>
#pragma warning disable CA1001 // The semaphore has no handle and lives as long as the daemon.
internal sealed class JobSupervisor(Supervisor supervisor, RpcDispatcher methods, IDaemonControl daemon) : IJobSupervisor
#pragma warning restore CA1001
{
    // One reread after the other: an older one must not take the place of a newer.
    private readonly SemaphoreSlim _reload = new(1);

    public async Task StartAsync(string name, string directory, CancellationToken cancellationToken)
    {
        await _reload.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RereadAsync(name, cancellationToken).ConfigureAwait(false);
            (bool known, bool active, bool changed) = await supervisor.InvokeAsync(s => (
                s.FindSettings(name) is not null,
                s.FindGroup(name) is not null,
                s.FindGroup(name) is { IsStopped: true } group && s.FindSettings(name) is { } settings && !group.Settings.Equals(settings))).ConfigureAwait(false);
            if (!known)
            {
                throw RpcFault.Failed($"the program file of {name} is not read: section [include] needs files=conf/*.cfg");
            }

            if (changed)
            {
                await CallAsync("removeProcessGroup", cancellationToken, name).ConfigureAwait(false);
            }

            if (!active || changed)
            {
                await CallAsync("addProcessGroup", cancellationToken, name).ConfigureAwait(false);
            }
        }
        finally
        {
            _reload.Release();
        }

        _ = await FindAsync(name, directory).ConfigureAwait(false);
        await CallAsync("startProcess", cancellationToken, name, false).ConfigureAwait(false);
    }

    public async Task StopAsync(string name, string directory, CancellationToken cancellationToken)
    {
        _ = await FindAsync(name, directory).ConfigureAwait(false);
        await CallAsync("stopProcess", cancellationToken, name, false).ConfigureAwait(false);
    }

    public async Task<string> GetStateAsync(string name, string directory, CancellationToken cancellationToken) =>
        (await FindAsync(name, directory).ConfigureAwait(false)).Name();

    public async Task<bool> IsStoppedAsync(string name, string directory, CancellationToken cancellationToken)
    {
        Task<ProcessState>? settled = await supervisor.InvokeAsync(s =>
            Find(s, name, directory) is not { } process || process.State.IsStopped() ? null
            : process.State == ProcessState.Stopping ? process.WaitForAsync(static state => state != ProcessState.Stopping)
            : Task.FromResult(process.State)).ConfigureAwait(false);
        return settled is null || (await settled.WaitAsync(cancellationToken).ConfigureAwait(false)).IsStopped();
    }

    public async Task RemoveAsync(string name, string directory, CancellationToken cancellationToken)
    {
        try
        {
            _ = await FindAsync(name, directory).ConfigureAwait(false);
            await CallAsync("removeProcessGroup", cancellationToken, name).ConfigureAwait(false);
            await CallAsync("reloadConfig", cancellationToken).ConfigureAwait(false);
        }
        catch (RpcFault)
        {
            // It has never been started, or the configuration has an error elsewhere.
        }
    }

    /// <summary>Reads the configuration again. An error in another section does not keep this group from being known as its file has it.</summary>
    /// <exception cref="RpcFault">Nothing of the files can be used, or the error is the group's own.</exception>
    private async Task RereadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync("reloadConfig", cancellationToken).ConfigureAwait(false);
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.CantReread)
        {
            try
            {
                SupervisorConfiguration mended = daemon.ReadConfiguration();
                await supervisor.InvokeAsync(s => s.Reload(mended)).ConfigureAwait(false);
            }
            catch (ConfigurationException exception)
            {
                string problem = exception.Problems.First(static p => p.Severity == ProblemSeverity.Error).ToString();
                if (exception.Usable?.Groups.FirstOrDefault(g => g.Name == name) is not { } own)
                {
                    throw new RpcFault(RpcFaultCode.CantReread, problem);
                }

                daemon.Log.Warn($"{name} is started as its file has it; the rest of the configuration stays as it was: {problem}");
                await supervisor.InvokeAsync(s => s.Reload(s.Configuration with
                {
                    Groups = [.. s.Configuration.Groups.Where(g => g.Name != name), own],
                })).ConfigureAwait(false);
            }
        }
    }

    private static SupervisedProcess? Find(Supervisor supervisor, string name, string directory) =>
        supervisor.FindGroup(name)?.Find(name) is { } process && process.Settings.Directory == directory ? process : null;

    private async Task<ProcessState> FindAsync(string name, string directory) =>
        await supervisor.InvokeAsync(s => Find(s, name, directory)?.State ?? throw RpcFault.BadName(name)).ConfigureAwait(false);

    private async Task CallAsync(string method, CancellationToken cancellationToken, params RpcValue[] arguments) =>
        _ = await methods.CallAsync("supervisor." + method, arguments, cancellationToken).ConfigureAwait(false);
}
