using System.Collections.Concurrent;
using System.Management.Automation;

namespace Minos.PowerShell.Abstractions;

/// <summary>A cmdlet's pipeline as its asynchronous work sees it: usable from any thread, carried out in order on the pipeline's own.</summary>
public sealed class CommandPipeline : IDisposable
{
    private readonly BlockingCollection<Action<Cmdlet>> _requests = [];
    private readonly CancellationToken _stop;

    internal CommandPipeline(CancellationToken stop) => _stop = stop;

    /// <summary>Writes an object; a collection is one object.</summary>
    public void WriteObject(object? value) => Post(cmdlet => cmdlet.WriteObject(value, enumerateCollection: false));

    /// <summary>Writes a non-terminating error.</summary>
    public void WriteError(ErrorRecord error) => Post(cmdlet => cmdlet.WriteError(error));

    /// <summary>Writes a line that -Verbose shows.</summary>
    public void WriteVerbose(string text) => Post(cmdlet => cmdlet.WriteVerbose(text));

    /// <summary>Does something on the pipeline's thread, in its turn.</summary>
    public void Invoke(Action<Cmdlet> action) => Post(action);

    /// <summary>Writes a warning.</summary>
    public void WriteWarning(string text) => Post(cmdlet => cmdlet.WriteWarning(text));

    /// <summary>Shows how far the work is, and takes the bar away when it is done.</summary>
    /// <param name="activity">What is done.</param>
    /// <param name="status">The host that was done last.</param>
    /// <param name="done">How many are done.</param>
    /// <param name="count">How many there are; one alone is not worth a bar.</param>
    public void WriteProgress(string activity, string status, int done, int count)
    {
        if (count > 1)
        {
            WriteProgress(new ProgressRecord(1, activity, status)
            {
                PercentComplete = done * 100 / count,
                RecordType = done >= count ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
        }
    }

    /// <summary>Shows how far the work is.</summary>
    public void WriteProgress(ProgressRecord progress) => Post(cmdlet => cmdlet.WriteProgress(progress));

    /// <summary>Asks whether to go on: -WhatIf, -Confirm.</summary>
    public Task<bool> ShouldProcessAsync(string target, string action)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(cmdlet =>
        {
            try
            {
                answer.SetResult(cmdlet.ShouldProcess(target, action));
            }
            catch (Exception exception)
            {
                answer.SetException(exception);
                throw;
            }
        });

        // A stopped pipeline answers nothing any more.
        return answer.Task.WaitAsync(_stop);
    }

    /// <inheritdoc/>
    public void Dispose() => _requests.Dispose();

    /// <summary>Carries out requests on the calling thread until <see cref="Complete"/>.</summary>
    internal void Drain(Cmdlet cmdlet)
    {
        foreach (Action<Cmdlet> request in _requests.GetConsumingEnumerable())
        {
            request(cmdlet);
        }
    }

    /// <summary>Nothing more will be asked, or nobody will carry it out: later requests are dropped.</summary>
    internal void Complete() => _requests.CompleteAdding();

    private void Post(Action<Cmdlet> request)
    {
        try
        {
            _requests.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException) when (_requests.IsAddingCompleted)
        {
            _stop.ThrowIfCancellationRequested();
        }
    }
}
