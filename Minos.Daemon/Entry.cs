using System.Runtime.CompilerServices;
using Minos.Daemon.Control;
using Minos.Daemon.Fleet;
using Minos.Daemon.Hosting;
using Minos.Daemon.Quickstart;
using Minos.Monitoring;

namespace Minos.Daemon;

/// <summary>One executable with several names for one job each: the first argument or the name that it is called by chooses.</summary>
internal static class Entry
{
    internal static Task<int> RunAsync(string[] args) => (CalledAs(), args) switch
    {
        ("minosctl" or "supervisorctl", _) => RunControlAsync(args),
        (_, ["ctl", .. var rest]) => RunControlAsync(rest),
        (_, ["check", .. var rest]) => Task.FromResult(CheckProgram.Run(rest, Console.Out, Console.Error)),
        (_, ["hash-password"]) => Task.FromResult(HashPasswordProgram.Run(Console.In, Console.Out, Console.Error)),
        (_, ["quickstart", .. var rest]) => QuickstartProgram.RunAsync(rest, Console.Out, Console.Error),
        (_, ["fleet", .. var rest]) => FleetProgram.RunAsync(rest, Console.Out, Console.Error),
        (_, ["relay", .. var rest]) => RelayProgram.RunAsync(rest, Console.Out, Console.Error),
        (_, ["monitors", .. var rest]) => MonitorsProgram.RunAsync(rest, Console.Out, Console.Error),
        (_, [var name, .. var rest]) when MonitorProgram.Knows(name) => RunMonitorAsync(name, rest),
        _ => RunDaemonAsync(args),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> RunDaemonAsync(string[] args)
    {
        DaemonSignals.Prepare();
        return DaemonProgram.RunAsync(args, Console.Out, Console.Error);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> RunControlAsync(string[] args) => ControlProgram.RunAsync(args, Console.In, Console.Out, Console.Error);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> RunMonitorAsync(string name, string[] args) =>
        MonitorProgram.RunAsync(name, args, Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Out, Console.Error);

    /// <summary>The name that the caller used; a link's, not its target's.</summary>
    private static string CalledAs()
    {
        string commandLine = File.ReadAllText("/proc/self/cmdline");
        int end = commandLine.IndexOf('\0');
        return Path.GetFileName(end < 0 ? commandLine : commandLine[..end]);
    }
}
