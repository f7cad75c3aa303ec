using Minos.Monitoring.Alerts;
using Minos.Rpc;

namespace Minos.Monitoring.Checks;

/// <summary>Restarts processes for httpok and memmon: not while they start, not too often, and never leaving one stopped for good.</summary>
internal sealed class ProcessRestarter(MonitorContext context)
{
    private readonly Dictionary<string, HourlyCount> _restarts = [];
    private readonly HashSet<string> _owedStarts = [];

    /// <summary>Why a process must be left alone now; null when it may be restarted.</summary>
    /// <param name="info">What getProcessInfo says.</param>
    /// <param name="name"><c>group:name</c>.</param>
    public string? Hindrance(RpcStruct info, string name)
    {
        long up = info["now"].AsInteger() - info["start"].AsInteger();
        if (info["statename"].AsString() != "RUNNING")
        {
            return $"{name} not in RUNNING state, NOT restarting";
        }

        if (up < context.Settings.Grace.TotalSeconds)
        {
            return $"{name} was started {up} s ago, NOT restarting within the first {context.Settings.Grace.TotalSeconds:0} s";
        }

        int max = context.Settings.MaxRestarts;
        return max > 0 && _restarts.GetValueOrDefault(name)?.Count(context.Time.GetUtcNow()) >= max
            ? $"{name} was restarted {max} times in the last hour, NOT restarting"
            : null;
    }

    /// <summary>Stops and starts a process; what fails is noted, and a start that fails is tried again at the next check.</summary>
    public async Task<bool> RestartAsync(string name, List<string> notes)
    {
        if (!_restarts.TryGetValue(name, out HourlyCount? count))
        {
            _restarts[name] = count = new HourlyCount();
        }

        count.Add(context.Time.GetUtcNow());
        try
        {
            await context.Client.CallAsync("supervisor.stopProcess", [name]).ConfigureAwait(false);
        }
        catch (RpcFault fault) when (fault.Code != RpcFaultCode.NotRunning)
        {
            notes.Add($"Failed to stop process {name}: {fault.FaultString}");
            return false;
        }
        catch (RpcFault)
        {
            // It has ended by itself.
        }

        return await StartAsync(name, notes).ConfigureAwait(false);
    }

    /// <summary>Starts what an earlier restart has left stopped.</summary>
    public async Task StartOwedAsync(List<string> notes)
    {
        foreach (string name in _owedStarts.ToArray())
        {
            await StartAsync(name, notes).ConfigureAwait(false);
        }
    }

    private async Task<bool> StartAsync(string name, List<string> notes)
    {
        _owedStarts.Add(name);
        try
        {
            await context.Client.CallAsync("supervisor.startProcess", [name]).ConfigureAwait(false);
        }
        catch (RpcFault fault) when (fault.Code != RpcFaultCode.AlreadyStarted)
        {
            notes.Add($"Failed to start process {name}: {fault.FaultString}");
            if (fault.Code == RpcFaultCode.BadName)
            {
                _owedStarts.Remove(name);
            }

            return false;
        }
        catch (RpcFault)
        {
            // Somebody else was faster.
        }

        _owedStarts.Remove(name);
        notes.Add($"{name} restarted");
        return true;
    }
}
