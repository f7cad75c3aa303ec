using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Deployment;

/// <summary>Drives supervision by its own methods, as clients do.</summary>
#pragma warning disable CA1001 // The semaphore has no handle and lives as long as the daemon.
internal sealed class JobSupervisor(Supervisor supervisor, RpcDispatcher methods) : IJobSupervisor
#pragma warning restore CA1001
{
    // One reread after the other: an older one must not take the place of a newer.
    private readonly SemaphoreSlim _reload = new(1);

    public async Task StartAsync(string name, string directory, CancellationToken cancellationToken)
    {
        await _reload.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CallAsync("reloadConfig", cancellationToken).ConfigureAwait(false);
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

    private static SupervisedProcess? Find(Supervisor supervisor, string name, string directory) =>
        supervisor.FindGroup(name)?.Find(name) is { } process && process.Settings.Directory == directory ? process : null;

    private async Task<ProcessState> FindAsync(string name, string directory) =>
        await supervisor.InvokeAsync(s => Find(s, name, directory)?.State ?? throw RpcFault.BadName(name)).ConfigureAwait(false);

    private async Task CallAsync(string method, CancellationToken cancellationToken, params RpcValue[] arguments) =>
        _ = await methods.CallAsync("supervisor." + method, arguments, cancellationToken).ConfigureAwait(false);
}
