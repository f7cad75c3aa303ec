using System.Globalization;
using Minos.Fleet;

namespace Minos.Daemon.Fleet;

/// <summary>A line a host for people: results on stdout, the sum on stderr.</summary>
internal sealed class TextReport(TextWriter output, TextWriter error, IReadOnlyList<HostTarget> targets) : IReportWriter
{
    private readonly int _width = targets.Select(static target => target.ToString().Length).DefaultIfEmpty().Max();
    private readonly Dictionary<HostStatus, int> _counts = [];

    /// <inheritdoc/>
    public void Write(HostResult result)
    {
        _counts[result.Status] = _counts.GetValueOrDefault(result.Status) + 1;
        string what = result.Status.ToString().ToLowerInvariant();
        if (result.IsPlan && result.Status == HostStatus.Changed)
        {
            what = "what if";
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{result.Target.ToString().PadRight(_width)}  {what,-9}  {result.Duration.TotalSeconds,5:F1} s  {Details(result)}").TrimEnd());
        if (result.IsPlan)
        {
            foreach (string text in result.Difference.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                output.WriteLine("    " + text);
            }
        }

        output.Flush();
    }

    /// <inheritdoc/>
    public void End()
    {
        if (targets.Count > 1)
        {
            error.WriteLine(string.Join(", ", _counts.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Value} {pair.Key.ToString().ToLowerInvariant()}")));
        }
    }

    private static string Details(HostResult result) => result switch
    {
        { Status: HostStatus.Failed } => $"{result.Phase?.ToString().ToLowerInvariant()}: {result.Error}",
        { Status: HostStatus.Skipped } => result.Error,
        { Version: { } version } => $"{version}, pid {result.Pid}{string.Concat(result.States.OrderBy(static state => state.Key).Select(static state => $", {state.Value} {state.Key}"))}",
        { Changes.Count: > 0 } => string.Join("; ", result.Changes),
        { Pid: { } pid } => $"pid {pid}",
        _ => "not running",
    };
}
