namespace Minos.Rpc;

public static partial class SupervisorMethodTable
{
    private const string InfoMembers =
        "{name, group, description, start, stop, now, state, statename, spawnerr, exitstatus, logfile, stdout_logfile, "
        + "stderr_logfile, pid}";

    private static IEnumerable<RpcMethodDescription> Processes()
    {
        yield return Describe("getProcessInfo", "struct", "Get the state of a process.", InfoMembers, s_process);
        yield return Describe(
            "getAllProcessInfo", "array", "Get the state of every process, sorted by group and name.", "Structs " + InfoMembers);
        yield return Describe(
            "getAllConfigInfo",
            "array",
            "Get the configuration of every process as it was last read, whether its group is active or not.",
            "Structs with a member for each setting");
        yield return Describe(
            "startProcess",
            "boolean",
            "Start a process.",
            "Always true; for group:* what startProcessGroup answers",
            s_processOrGroup,
            s_waitStarted);
        yield return Describe(
            "startAllProcesses",
            "array",
            "Start every process that is not running.",
            "{name, group, status, description} of each process",
            s_waitStarted);
        yield return Describe(
            "stopProcess",
            "boolean",
            "Stop a process.",
            "Always true; for group:* what stopProcessGroup answers",
            s_processOrGroup,
            s_waitStopped);
        yield return Describe(
            "stopAllProcesses",
            "array",
            "Stop every running process.",
            "{name, group, status, description} of each process",
            s_waitStopped);
        yield return Describe(
            "signalProcess",
            "boolean",
            "Send a signal to a process.",
            "Always true; for group:* what signalProcessGroup answers",
            s_processOrGroup,
            s_signal);
        yield return Describe(
            "signalAllProcesses",
            "array",
            "Send a signal to every running process.",
            "{name, group, status, description} of each process",
            s_signal);
        yield return Describe(
            "sendProcessStdin",
            "boolean",
            "Write a text to the standard input of a process.",
            "Always true",
            s_process,
            new RpcParameter("string", "chars", "The text; it is written as UTF-8"));
    }

    private static IEnumerable<RpcMethodDescription> Logs()
    {
        foreach ((string name, string stream) in ((string, string)[])[
            ("readProcessStdoutLog", "stdout"), ("readProcessLog", "stdout"), ("readProcessStderrLog", "stderr")])
        {
            yield return Describe(
                name, "string", $"Read a part of a process's {stream} log.", "The text of that part", s_process, s_offset, s_length);
        }

        foreach ((string name, string stream) in ((string, string)[])[
            ("tailProcessStdoutLog", "stdout"), ("tailProcessLog", "stdout"), ("tailProcessStderrLog", "stderr")])
        {
            yield return Describe(
                name,
                "array",
                $"Read the last bytes of a process's {stream} log, and learn from where to go on.",
                "[string bytes, int offset, bool overflow]: offset is the log's size, overflow tells that bytes were left out",
                s_process,
                new RpcParameter("int", "offset", "The size of the log as the caller knows it"),
                new RpcParameter("int", "length", "The most bytes to read"));
        }

        foreach (string name in (string[])["clearProcessLogs", "clearProcessLog"])
        {
            yield return Describe(name, "boolean", "Empty the logs of a process.", "Always true", s_process);
        }

        yield return Describe(
            "clearAllProcessLogs",
            "array",
            "Empty the logs of every process.",
            "{name, group, status, description} of each process");
    }
}
