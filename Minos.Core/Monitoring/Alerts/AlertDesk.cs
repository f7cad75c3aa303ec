using Minos.Monitoring.Mail;

namespace Minos.Monitoring.Alerts;

/// <summary>Turns what a monitor has to say into entries of the outbox, and has them delivered.</summary>
internal sealed class AlertDesk : IAsyncDisposable
{
    private readonly MonitorContext _context;
    private readonly RecipientBook _book;
    private readonly DeliveryLoop _loop;

    /// <exception cref="IOException">There is no directory for the outbox.</exception>
    public AlertDesk(MonitorContext context)
    {
        _context = context;
        _book = new RecipientBook(context.Settings, context.Log);
        Outbox = OutboxDirectory.Open(context);
        _loop = new DeliveryLoop(Outbox, context.CreateDelivery(), context.Log, context.Settings.RetryInterval);
        _loop.Wake();
    }

    /// <summary>What is not delivered yet.</summary>
    public Outbox Outbox { get; }

    /// <summary>Sends incidents: one mail for all people who get the same ones.</summary>
    /// <returns>False when they could not be kept on the disk; the caller still has them.</returns>
    public bool Send(IReadOnlyList<Incident> incidents)
    {
        var composer = new AlertComposer(_context);
        var entries = new List<AlertEntry>();
        foreach ((IReadOnlyList<string> recipients, IReadOnlyList<Incident> theirs) in _book.Distribute(incidents))
        {
            entries.Add(new AlertEntry { Mail = composer.Mail(recipients, theirs) });
        }

        if (entries.Count == 0 && _context.Settings.Webhooks.Count == 0)
        {
            return true;
        }

        entries.AddRange(Webhooks(composer.Subject(incidents), composer.Text(incidents), incidents));
        return Add(entries);
    }

    /// <summary>Sends a text that a monitor has written itself.</summary>
    public bool Notice(string subject, string body)
    {
        var entries = new List<AlertEntry>();
        if (_context.Settings.Recipients.Count > 0)
        {
            _context.Log.Write($"Mailed:\n\nTo: {string.Join(", ", _context.Settings.Recipients)}\nSubject: {subject}\n\n{body}");
            entries.Add(new AlertEntry { Mail = new AlertComposer(_context).Notice(_context.Settings.Recipients, subject, body) });
        }

        entries.AddRange(Webhooks(subject, body, []));
        return Add(entries);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        Outbox.Dispose();
    }

    private IEnumerable<AlertEntry> Webhooks(string subject, string text, IReadOnlyList<Incident> incidents) =>
        _context.Settings.Webhooks.Select(url => new AlertEntry
        {
            Url = url,
            Json = WebhookSender.Body(
                new WebhookAlert(_context.Host, _context.Name, MailText.HeaderValue(subject), text, incidents), _context.Settings.WebhookFormat, url),
        });

    private bool Add(List<AlertEntry> entries)
    {
        if (entries.Count > 0 && Outbox.TryAdd(entries) is { } problem)
        {
            _context.Log.Write($"Error keeping an alert: {problem}");
            return false;
        }

        _loop.Wake();
        return true;
    }
}
