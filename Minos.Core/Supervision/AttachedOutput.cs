using Minos.Logs;

namespace Minos.Supervision;

/// <summary>The channels of one child, and the log of a stdout that the supervision thread reads.</summary>
internal sealed class AttachedOutput(OutputChannel[] channels, OutputWriter? stdout) : IAttachedOutput
{
    public void DrainAndClose(Action completed)
    {
        int remaining = channels.Length + (stdout is null ? 0 : 1);
        if (remaining == 0)
        {
            completed();
        }

        foreach (OutputChannel channel in channels)
        {
            channel.DrainAndClose(CompleteOne);
        }

        stdout?.Close(CompleteOne);

        void CompleteOne()
        {
            if (Interlocked.Decrement(ref remaining) == 0)
            {
                completed();
            }
        }
    }

    public void WriteStdout(ReadOnlyMemory<byte> data) => stdout?.Write(data.Span);

    public async Task<bool> ClearAsync()
    {
        List<Task<bool>> clearings = [.. channels.Select(static c => c.ClearLogAsync())];
        if (stdout is not null)
        {
            clearings.Add(stdout.ClearLogAsync());
        }

        return (await Task.WhenAll(clearings).ConfigureAwait(false)).All(static ok => ok);
    }
}
