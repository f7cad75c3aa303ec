using System.Text;
using Minos.Supervision;

namespace Minos.Rpc;

/// <content>Actions on one process, on a group, on all.</content>
public sealed partial class SupervisorMethods
{
    private void AddProcesses(Dictionary<string, RpcHandler> handlers)
    {
        AddFamily(handlers, "start", static (arguments, index) => StartAction(arguments.GetBool(index, true)));
        AddFamily(handlers, "stop", static (arguments, index) => StopAction(arguments.GetBool(index, true)));
        AddFamily(handlers, "signal", static (arguments, index) => SignalAction(arguments[index].ToString()!));
        handlers["sendProcessStdin"] = OnSupervisionThread(static (supervisor, arguments) =>
        {
            string name = arguments.GetString(0);
            string characters = arguments[1] is RpcString text ? text.Value : throw RpcFault.IncorrectParameters(arguments[1].ToString());
            SupervisedProcess process = FindProcess(supervisor, name);
            if (process.Pid == 0 || process.IsBeingStopped)
            {
                throw RpcFault.NotRunning(name);
            }

            return process.WriteInput(Encoding.UTF8.GetBytes(characters)) ? true : throw new RpcFault(RpcFaultCode.NoFile, name);
        });
    }

    /// <summary>xProcess, xProcessGroup and xAllProcesses of one verb.</summary>
    /// <param name="handlers">Where they are added.</param>
    /// <param name="verb">x.</param>
    /// <param name="action">Makes the action from the arguments and the index of the one after the name.</param>
    private void AddFamily(Dictionary<string, RpcHandler> handlers, string verb, Func<RpcArguments, int, ProcessAction> action)
    {
        handlers[$"{verb}Process"] = WhileRunningAsync(async (arguments, _) =>
        {
            string name = arguments.GetString(0);
            ProcessName parsed = ProcessName.Parse(name);
            if (parsed.Process is null)
            {
                return await RunAsync(s => Members(s, parsed.Group, name), action(arguments, 1)).ConfigureAwait(false);
            }

            await RunOneAsync(name, action(arguments, 1)).ConfigureAwait(false);
            return true;
        });
        handlers[$"{verb}ProcessGroup"] = WhileRunningAsync(async (arguments, _) =>
        {
            string name = arguments.GetString(0);
            return await RunAsync(s => Members(s, name, name), action(arguments, 1)).ConfigureAwait(false);
        });
        handlers[$"{verb}AllProcesses"] = WhileRunningAsync(async (arguments, _) =>
            await RunAsync(static s => s.Groups.SelectMany(g => g.ByPriority()), action(arguments, 0)).ConfigureAwait(false));
    }

    private async Task RunOneAsync(string name, ProcessAction action)
    {
        if (action.Prepare is not null)
        {
            action.Prepare(await _supervisor.InvokeAsync(s => FindProcess(s, name)).ConfigureAwait(false));
        }

        // Looked up again: what was active before the preparation may have been removed since.
        Task begun = await _supervisor.InvokeAsync(s => action.Begin(FindProcess(WhileRunning(s), name), name)).ConfigureAwait(false);
        await begun.ConfigureAwait(false);
        await _supervisor.NotedAsync().ConfigureAwait(false);
    }

    /// <summary>Begins the action with every process that it applies to, in their order and in one turn, then waits for all of them.</summary>
    private async Task<RpcArray> RunAsync(Func<Supervisor, IEnumerable<SupervisedProcess>> select, ProcessAction action)
    {
        var refused = new Dictionary<SupervisedProcess, RpcFault>();
        if (action.Prepare is not null)
        {
            foreach (SupervisedProcess process in await _supervisor.InvokeAsync(s => select(s).Where(action.Applies).ToList()).ConfigureAwait(false))
            {
                try
                {
                    action.Prepare(process);
                }
                catch (RpcFault fault)
                {
                    refused.Add(process, fault);
                }
            }
        }

        List<(SupervisedProcess Process, Task Task)> begun = await _supervisor.InvokeAsync(s =>
        {
            ILookup<bool, SupervisedProcess> selected = select(WhileRunning(s)).ToLookup(action.Applies);
            foreach (SupervisedProcess process in selected[false])
            {
                action.LeaveOut?.Invoke(process);
            }

            return selected[true].ToList().ConvertAll(p => (p, Begin(p, action, refused.GetValueOrDefault(p))));
        }).ConfigureAwait(false);
        var results = new RpcArray(begun.Count);
        foreach ((SupervisedProcess process, Task task) in begun)
        {
            results.Add(await ResultAsync(process, task).ConfigureAwait(false));
        }

        await _supervisor.NotedAsync().ConfigureAwait(false);
        return results;
    }

    /// <summary>A shutdown may have begun since the request was let in; a process started now would be stopped by nobody.</summary>
    private static Supervisor WhileRunning(Supervisor supervisor) =>
        supervisor.State == SupervisorState.Running ? supervisor : throw new RpcFault(RpcFaultCode.ShutdownState);

    private static Task Begin(SupervisedProcess process, ProcessAction action, RpcFault? refused)
    {
        try
        {
            return refused is null ? action.Begin(process, process.DisplayName) : Task.FromException(refused);
        }
        catch (RpcFault fault)
        {
            return Task.FromException(fault);
        }
    }

    private static async Task<RpcStruct> ResultAsync(SupervisedProcess process, Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
            return Result(process, RpcFaultCode.Success, "OK");
        }
        catch (RpcFault fault)
        {
            return Result(process, fault.Code, fault.FaultString);
        }
    }

    private static RpcStruct Result(SupervisedProcess process, RpcFaultCode status, string description) => new(4)
    {
        ["name"] = process.Name,
        ["group"] = process.GroupName,
        ["status"] = (int)status,
        ["description"] = description,
    };

    private static IEnumerable<SupervisedProcess> Members(Supervisor supervisor, string group, string name) =>
        (supervisor.FindGroup(group) ?? throw RpcFault.BadName(name)).ByPriority();

    private static SupervisedProcess FindProcess(Supervisor supervisor, string name)
    {
        ProcessName parsed = ProcessName.Parse(name);
        return (parsed.Process is null ? null : supervisor.FindGroup(parsed.Group)?.Find(parsed.Process)) ?? throw RpcFault.BadName(name);
    }
}
