using Minos.Fleet;

namespace Minos.Daemon.Fleet;

/// <summary>Writes what was done on hosts.</summary>
internal interface IReportWriter
{
    /// <summary>Writes one host's result as it comes.</summary>
    void Write(HostResult result);

    /// <summary>All have come.</summary>
    void End();
}
