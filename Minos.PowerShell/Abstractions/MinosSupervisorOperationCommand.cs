using System.Management.Automation;
using Minos.Fleet;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that work on installed supervisors of groups, over ssh as an installation does, and on supervisors that are named by
/// their addresses.</summary>
public abstract class MinosSupervisorOperationCommand : MinosSupervisorCommand
{
    /// <summary>So many hosts at first, then so many, such as 1, 10%, 50%; the last goes on. All at once without.</summary>
    [Parameter]
    public string[] BatchSize { get; set; } = [];

    /// <summary>No more hosts are begun when more than this have failed, such as 2 or 10%; 0 with batches, otherwise no limit.</summary>
    [Parameter]
    public string? MaxFailure { get; set; }

    /// <summary>How long to wait for programs to be up before a host counts as done, in seconds; 0 does not look. 60 with batches, otherwise 0.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int? HealthTimeoutSeconds { get; set; }

    /// <summary>How long a supervisor may take to stop its programs, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int StopTimeoutSeconds { get; set; } = 120;

    /// <summary>How the operation is carried out; what is wrong ends the cmdlet. On the pipeline's thread only.</summary>
    private protected FleetOptions OperationOptions() => ReadOptions(BatchSize, MaxFailure, HealthTimeoutSeconds, StopTimeoutSeconds);

    /// <summary>Works on the hosts of groups.</summary>
    private protected async Task RunFleetAsync(
        CommandPipeline pipeline, IEnumerable<MinosHost> hosts, string action, FleetOptions options,
        Func<HostInstaller, HostTarget, CancellationToken, Task<HostResult>> work)
    {
        using var installer = new HostInstaller(options);
        HostTarget[] targets = [.. hosts.Select(static host => host.Target).OfType<HostTarget>()];
        await new FleetWork(pipeline, action, options).RunAsync(targets, (target, token) => work(installer, target, token), StopToken).ConfigureAwait(false);
    }
}
