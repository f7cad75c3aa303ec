using Minos.Monitoring.Mail;

namespace Minos.Monitoring.Alerts;

/// <summary>Empties the outbox beside the event path, and tries again what could not be sent: after 5 s, and then ever less often.</summary>
internal sealed class DeliveryLoop : IAsyncDisposable
{
    private static readonly TimeSpan s_lastAttempt = TimeSpan.FromSeconds(5);

    private readonly Outbox _outbox;
    private readonly Delivery _delivery;
    private readonly MonitorLog _log;
    private readonly TimeSpan _firstRetry;
    private readonly TimeSpan _longestRetry;
    private readonly SemaphoreSlim _added = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Task _work;

    public DeliveryLoop(Outbox outbox, Delivery delivery, MonitorLog log, TimeSpan firstRetry)
    {
        _outbox = outbox;
        _delivery = delivery;
        _log = log;
        _firstRetry = firstRetry;
        _longestRetry = firstRetry * 60;
        _work = Task.Run(RunAsync);
    }

    /// <summary>Says that the outbox has something new.</summary>
    public void Wake()
    {
        lock (_added)
        {
            if (_added.CurrentCount == 0)
            {
                _added.Release();
            }
        }
    }

    /// <summary>Sends what can be sent at once; the rest stays on the disk for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _abort.CancelAfter(s_lastAttempt);
        await _work.ConfigureAwait(false);
        _stop.Dispose();
        _abort.Dispose();
        _added.Dispose();
    }

    private async Task RunAsync()
    {
        TimeSpan retry = _firstRetry;
        int failedInARow = 0;
        while (true)
        {
            bool isStopping = _stop.IsCancellationRequested;
            Outcome outcome = _abort.IsCancellationRequested ? Outcome.Nothing : await StepAsync().ConfigureAwait(false);
            failedInARow = outcome == Outcome.Failed ? failedInARow + 1 : 0;
            if (outcome == Outcome.Sent)
            {
                retry = _firstRetry;
                continue;
            }

            if (isStopping)
            {
                return;
            }

            // One that fails must not hold up the others, which may go elsewhere.
            bool others = outcome == Outcome.Failed && failedInARow < _outbox.Count;
            if (!others)
            {
                await WaitAsync(outcome == Outcome.Failed ? retry : Timeout.InfiniteTimeSpan).ConfigureAwait(false);
                retry = outcome == Outcome.Failed && retry * 2 < _longestRetry ? retry * 2 : retry;
                failedInARow = 0;
            }
        }
    }

    private async Task WaitAsync(TimeSpan limit)
    {
        try
        {
            _ = await _added.WaitAsync(limit, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // One more round, and the end.
        }
    }

    private async Task<Outcome> StepAsync()
    {
        string title = "an alert";
        try
        {
            if (_outbox.Peek(problem => _log.Write($"Not an alert, put aside: {problem}")) is not var (name, entry))
            {
                return Outcome.Nothing;
            }

            title = entry.Title;
            return await SendAsync(name, entry).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Outcome.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Write($"Error sending email: {title}: {exception.Message}");
            return Outcome.Failed;
        }
    }

    private async Task<Outcome> SendAsync(string name, AlertEntry entry)
    {
        try
        {
            (string answer, AlertEntry? rest) = await _delivery.SendAsync(entry, _abort.Token).ConfigureAwait(false);
            _log.Write($"Sent {entry.Title}: {answer}");
            if (rest is null)
            {
                _outbox.Remove(name);
                return Outcome.Sent;
            }

            _outbox.Replace(name, rest);
            _outbox.MoveToEnd();
            return Outcome.Failed;
        }
        catch (MailException exception) when (exception.IsPermanent)
        {
            _log.Write($"Error sending email: {entry.Title}: {exception.Message}; put aside in {_outbox.DirectoryPath}/refused");
            _outbox.Refuse(name);
            return Outcome.Sent;
        }
        catch (MailException exception)
        {
            _log.Write($"Error sending email: {exception.Message}; {entry.Title} is kept and tried again");
            _outbox.MoveToEnd();
            return Outcome.Failed;
        }
    }

    private enum Outcome
    {
        Nothing,
        Sent,
        Failed,
    }
}
