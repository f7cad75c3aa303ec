using System.Diagnostics;
using System.Management.Automation;
using Minos.Deployment;

namespace Minos.PowerShell.Abstractions;

/// <summary>One progress bar over several transfers, that also moves within a long one.</summary>
/// <param name="pipeline">Where it is shown.</param>
/// <param name="activity">What is done.</param>
/// <param name="count">How many transfers there are.</param>
internal sealed class TransferBar(CommandPipeline pipeline, string activity, int count)
{
    // What is shorter is across before anybody has read the bar.
    private const long LongBytes = 1 << 20;
    private const double BytesPerMegabyte = 1e6;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private int _done;
    private long? _shown;

    /// <summary>What a transfer is to report to.</summary>
    /// <param name="name">What is transferred; never empty, since PowerShell allows no empty status.</param>
    public IProgress<TransferProgress> Of(string name) => new Transfer(this, name);

    /// <summary>A transfer is over, well or not; the bar goes away with the last one.</summary>
    /// <param name="name">What was transferred; never empty.</param>
    public void Next(string name)
    {
        _done++;
        if (count > 1 || _shown is not null)
        {
            pipeline.WriteProgress(new ProgressRecord(1, activity, name)
            {
                PercentComplete = _done * 100 / count,
                RecordType = _done >= count ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
        }
    }

    private void Show(string name, TransferProgress progress)
    {
        if ((progress.TotalBytes ?? progress.Bytes) < LongBytes || (_shown is { } shown && Stopwatch.GetElapsedTime(shown) < s_interval))
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        double? share = progress.TotalBytes is > 0 and { } total ? Math.Min(1, (double)progress.Bytes / total) : null;
        string all = progress.TotalBytes is { } bytes ? $" of {bytes / BytesPerMegabyte:0.0}" : "";
        pipeline.WriteProgress(new ProgressRecord(1, activity, $"{name}: {progress.Bytes / BytesPerMegabyte:0.0}{all} MB")
        {
            // Less than nothing: PowerShell shows that it is not known.
            PercentComplete = share is null && count == 1 ? -1 : (int)((_done + (share ?? 0)) * 100 / count),
        });
    }

    // Not Progress<T>, which answers on other threads and in any order.
    private sealed class Transfer(TransferBar bar, string name) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => bar.Show(name, value);
    }
}
