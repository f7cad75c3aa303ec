using Minos.Logs;
using Minos.Supervision;

namespace Minos.Rpc;

/// <content>Reading and clearing logs.</content>
public sealed partial class SupervisorMethods
{
    private void AddLogs(Dictionary<string, RpcHandler> handlers)
    {
        handlers["readLog"] = WhileRunning(arguments =>
            Reading(() => LogReader.Read(MainLogPath, arguments.GetLong(0), arguments.GetLong(1))));
        handlers["clearLog"] = WhileRunningAsync(async (_, _) =>
        {
            if (MainLogPath is not { } path || !File.Exists(path))
            {
                throw new RpcFault(RpcFaultCode.NoFile);
            }

            return await _daemon.Log.ClearAsync().ConfigureAwait(false) ? true : throw RpcFault.Failed($"cannot clear {path}");
        });
        AddReading(handlers, "Stdout", static logs => logs.StdoutPath);
        AddReading(handlers, "Stderr", static logs => logs.StderrPath);
        handlers["clearProcessLogs"] = WhileRunningAsync(async (arguments, _) =>
        {
            string name = arguments.GetString(0);
            Task<bool> cleared = await _supervisor.InvokeAsync(s => FindProcess(s, name).ClearLogsAsync()).ConfigureAwait(false);
            return await cleared.ConfigureAwait(false) ? true : throw RpcFault.Failed(name);
        });
        handlers["clearAllProcessLogs"] = WhileRunningAsync(async (_, _) => await RunAsync(static s => s.Processes, new ProcessAction
        {
            Applies = static _ => true,
            Begin = static async (process, name) =>
            {
                if (!await process.ClearLogsAsync().ConfigureAwait(false))
                {
                    throw RpcFault.Failed(name);
                }
            },
        }).ConfigureAwait(false));
    }

    private string? MainLogPath => _supervisor.Configuration.Daemon.LogFile is var path and not "syslog" ? path : null;

    private void AddReading(Dictionary<string, RpcHandler> handlers, string stream, Func<IProcessLogs, string?> path)
    {
        handlers[$"readProcess{stream}Log"] = WhileRunningAsync(async (arguments, _) =>
        {
            string? file = await PathAsync(arguments, path).ConfigureAwait(false);
            return Reading(() => LogReader.Read(file, arguments.GetLong(1), arguments.GetLong(2)));
        });
        handlers[$"tailProcess{stream}Log"] = WhileRunningAsync(async (arguments, _) =>
        {
            string? file = await PathAsync(arguments, path).ConfigureAwait(false);
            LogTail tail = LogReader.Tail(file, arguments.GetLong(1), arguments.GetLong(2));
            return new RpcArray { tail.Text, tail.Offset, tail.Overflow };
        });
    }

    private async Task<string?> PathAsync(RpcArguments arguments, Func<IProcessLogs, string?> path)
    {
        string name = arguments.GetString(0);
        return await _supervisor.InvokeAsync(s => path(FindProcess(s, name).Logs)).ConfigureAwait(false);
    }

    private static RpcValue Reading(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (LogReadException exception)
        {
            throw exception.Error switch
            {
                LogReadError.BadArguments => new RpcFault(RpcFaultCode.BadArguments, exception.Path),
                LogReadError.NoFile => new RpcFault(RpcFaultCode.NoFile, exception.Path),
                _ => new RpcFault(RpcFaultCode.Failed),
            };
        }
    }
}
