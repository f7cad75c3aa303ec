namespace Minos.Daemon.Fleet;

/// <summary>What <c>minosd fleet</c> is to do.</summary>
internal enum FleetVerb
{
    Install,
    Uninstall,
    Start,
    Stop,
    Restart,
    Status,
    Processes,
}
