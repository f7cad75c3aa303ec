using System.Management.Automation;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of every cmdlet: its work is asynchronous, what it says is written on the pipeline's thread, and Ctrl+C
/// cancels it.</summary>
public abstract class MinosCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the pipeline is stopped; every wait of a cmdlet takes it.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Runs work and does, on this thread, what it asks of the pipeline until it has ended.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    protected void Run(Func<CommandPipeline, Task> work)
    {
        using var pipeline = new CommandPipeline(_stop.Token);
        Task task = Task.Run(
            async () =>
            {
                try
                {
                    await work(pipeline).ConfigureAwait(false);
                }
                finally
                {
                    pipeline.Complete();
                }
            },
            CancellationToken.None);
        try
        {
            pipeline.Drain(this);
        }
        catch
        {
            // A downstream command has ended the pipeline (Select-Object -First): the work must not outlive it.
            _stop.Cancel();
            pipeline.Complete();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            throw;
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }
}
