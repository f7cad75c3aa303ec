using Minos.Configuration;
using Minos.Supervision;

namespace Minos.Rpc;

/// <content>Rereading the configuration and changing what is active.</content>
public sealed partial class SupervisorMethods
{
    private void AddGroups(Dictionary<string, RpcHandler> handlers)
    {
        handlers["reloadConfig"] = WhileRunningAsync(async (_, _) =>
        {
            SupervisorConfiguration configuration = Read();
            ConfigurationChanges changes = await _supervisor.InvokeAsync(s => s.Reload(configuration)).ConfigureAwait(false);
            return new RpcArray
            {
                new RpcArray
                {
                    RpcArray.FromStrings(changes.Added),
                    RpcArray.FromStrings(changes.Changed),
                    RpcArray.FromStrings(changes.Removed),
                },
            };
        });
        handlers["addProcessGroup"] = WhileRunningAsync(async (arguments, _) =>
        {
            string name = arguments.GetString(0);
            ProcessGroupSettings settings = await _supervisor.InvokeAsync(s => FindAddable(s, name)).ConfigureAwait(false);
            GroupResources resources = Prepare(settings);
            return await _supervisor.InvokeAsync(s =>
            {
                s.AddGroup(FindAddable(s, name), resources);
                return true;
            }).ConfigureAwait(false);
        });
        handlers["removeProcessGroup"] = OnSupervisionThread((supervisor, arguments) =>
        {
            string name = arguments.GetString(0);
            ProcessGroup group = supervisor.FindGroup(name) ?? throw RpcFault.BadName(name);
            if (!group.IsStopped)
            {
                throw new RpcFault(RpcFaultCode.StillRunning, name);
            }

            supervisor.RemoveGroup(group);
            return true;
        });
    }

    private GroupResources Prepare(ProcessGroupSettings settings)
    {
        try
        {
            return _supervisor.Prepare(settings);
        }
        catch (IOException exception)
        {
            throw RpcFault.Failed(exception.Message);
        }
    }

    private static ProcessGroupSettings FindAddable(Supervisor supervisor, string name)
    {
        ProcessGroupSettings settings = supervisor.FindSettings(name) ?? throw RpcFault.BadName(name);
        return supervisor.FindGroup(name) is null ? settings : throw new RpcFault(RpcFaultCode.AlreadyAdded, name);
    }

    private RpcHandler OnSupervisionThread(Func<Supervisor, RpcArguments, RpcValue> method) => WhileRunningAsync(
        async (arguments, _) => await _supervisor.InvokeAsync(s => method(s, arguments)).ConfigureAwait(false));
}
