using Minos.Native;
using Minos.Supervision;

namespace Minos.Rpc;

/// <content>What start, stop and signal do with one process.</content>
public sealed partial class SupervisorMethods
{
    private static ProcessAction StartAction(bool wait) => new()
    {
        Applies = static process => !process.State.IsRunning(),
        Prepare = static process => CheckCommand(process),
        Begin = (process, name) =>
        {
            if (process.State.IsRunning())
            {
                throw RpcFault.AlreadyStarted(name);
            }

            if (process.State == ProcessState.Unknown)
            {
                throw RpcFault.Failed($"{name} is in an unknown process state");
            }

            process.Start();
            return FinishStartAsync(process.Launched, process.WaitForAsync(static s => s != ProcessState.Starting), name, wait);
        },
    };

    private static ProcessAction StopAction(bool wait) => new()
    {
        Applies = static process => process.State.IsRunning(),
        LeaveOut = static process => process.CancelRestart(),
        Begin = (process, name) =>
        {
            if (!process.State.IsRunning())
            {
                process.CancelRestart();
                throw RpcFault.NotRunning(name);
            }

            if (process.Stop() is { } problem)
            {
                throw RpcFault.Failed(problem);
            }

            return wait ? process.WaitForAsync(static s => s.IsStopped()) : Task.CompletedTask;
        },
    };

    private static ProcessAction SignalAction(string signal) => new()
    {
        Applies = static process => process.State.IsSignallable(),
        Begin = (process, name) =>
        {
            if (!SignalNames.TryParse(signal, out int number))
            {
                throw RpcFault.BadSignal(signal);
            }

            if (!process.State.IsSignallable())
            {
                throw RpcFault.NotRunning(name);
            }

            return process.Signal(number) is { } problem ? throw RpcFault.Failed(problem) : Task.CompletedTask;
        },
    };

    /// <summary>A command that cannot run is reported whatever the state, as Supervisor does.</summary>
    private static void CheckCommand(SupervisedProcess process)
    {
        try
        {
            _ = CommandResolver.Resolve(process.Settings);
        }
        catch (SpawnFailure failure)
        {
            throw new RpcFault(failure.Kind == SpawnFailureKind.NoFile ? RpcFaultCode.NoFile : RpcFaultCode.NotExecutable, failure.Message);
        }
    }

    private static async Task FinishStartAsync(Task<bool> launched, Task<ProcessState> settled, string name, bool wait)
    {
        if (!await launched.ConfigureAwait(false))
        {
            throw new RpcFault(RpcFaultCode.SpawnError, name);
        }

        // What becomes of it is for those who wait.
        if (wait && await settled.ConfigureAwait(false) is not ProcessState.Running and var state)
        {
            throw new RpcFault(state is ProcessState.Backoff or ProcessState.Fatal ? RpcFaultCode.SpawnError : RpcFaultCode.AbnormalTermination, name);
        }
    }
}
