using Minos.Configuration;

namespace Minos.Core.Tests.Supervision;

/// <summary>Settings for the tests: Supervisor's defaults but for what is named.</summary>
internal static class Programs
{
    public static ProcessSettings Named(string name = "p", string command = "/bin/cat", int priority = 999) => new()
    {
        Name = name,
        Command = command,
        Priority = priority,
        Stdout = new OutputSettings { Destination = LogDestination.None },
        Stderr = new OutputSettings { Destination = LogDestination.None },
    };

    public static ProcessGroupSettings Group(string name, int priority, params ProcessSettings[] processes) => new()
    {
        Name = name,
        Priority = priority,
        Processes = ValueList.From(processes),
    };

    public static SupervisorConfiguration Configuration(params ProcessGroupSettings[] groups) => new()
    {
        File = "/none",
        Directory = "/",
        Daemon = new DaemonSettings { LogFile = "/none", PidFile = "/none", ChildLogDirectory = "/none" },
        Groups = ValueList.From(groups),
    };
}
