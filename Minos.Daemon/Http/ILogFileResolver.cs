namespace Minos.Daemon.Http;

/// <summary>Knows the log files whose ends can be followed over HTTP.</summary>
public interface ILogFileResolver
{
    /// <summary>The daemon's own log file; null when it has none.</summary>
    string? MainLog { get; }

    /// <summary>The log file of a process.</summary>
    /// <param name="processNamespec"><c>process</c> or <c>group:process</c>, as the client wrote it.</param>
    /// <param name="channel">What the client wrote: <c>stdout</c>, <c>stderr</c> or anything else.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The path; null when there is no such process or channel, or it has no log file.</returns>
    ValueTask<string?> ResolveProcessLogAsync(string processNamespec, string channel, CancellationToken cancellationToken);
}
