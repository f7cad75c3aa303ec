using System.Globalization;
using System.Net;
using System.Text;
using Minos.Monitoring.Mail;

namespace Minos.Monitoring.Alerts;

/// <summary>Writes alerts: superlance's lines first, then what a person needs to know of each process.</summary>
internal sealed class AlertComposer(MonitorContext context)
{
    private bool IsShort => context.Name == "crashsms";

    /// <summary>A mail about incidents.</summary>
    public OutgoingMail Mail(IReadOnlyList<string> recipients, IReadOnlyList<Incident> incidents) =>
        Make(recipients, Subject(incidents), Text(incidents)) with { Html = IsShort ? null : Html(incidents) };

    /// <summary>A mail with a text of the monitor's own.</summary>
    public OutgoingMail Notice(IReadOnlyList<string> recipients, string subject, string body) =>
        Make(recipients, subject, body) with { Html = $"<html><body><pre>{WebUtility.HtmlEncode(body)}</pre></body></html>" };

    /// <summary>The subject: the one that was asked for, or the monitor's with what happened.</summary>
    public string Subject(IReadOnlyList<Incident> incidents)
    {
        if (context.Settings.Subject is { } chosen)
        {
            return chosen;
        }

        Incident first = incidents[0];
        bool onlyRecoveries = incidents.All(i => i.Kind == AlertKind.Recovery);
        if (context.Name == "crashmail" && !onlyRecoveries)
        {
            string header = context.Settings.OptionalHeader is { } text ? text + ":" : "";
            return $"{header} {first.Process} crashed at {MonitorContext.Stamp(first.First)}{Times(first)}".TrimStart();
        }

        if (IsShort)
        {
            return "";
        }

        string title = onlyRecoveries ? "Recovery" : context.Name == "fatalmailbatch" ? "Fatal start alert" : "Crash alert";
        string rest = incidents.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {incidents.Count - 1} more");
        return $"{title} from supervisord on {context.Host}: {first.Name}{Times(first)}{rest}";
    }

    /// <summary>The plain text.</summary>
    public string Text(IReadOnlyList<Incident> incidents)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', incidents.SelectMany(Lines)).Append('\n');
        foreach (Incident incident in IsShort ? [] : incidents)
        {
            text.Append($"\n== {incident.Name}\n");
            foreach ((string name, string value) in Facts(incident))
            {
                text.Append($"{name}: {value}\n");
            }

            foreach ((string name, string value) in Logs(incident))
            {
                text.Append($"\nLast lines of {name}:\n{value}\n");
            }
        }

        return text.ToString();
    }

    private static string Times(Incident incident) => incident.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({incident.Count} times)");

    private static IEnumerable<string> Lines(Incident incident) =>
        incident.Count <= incident.Lines.Count
            ? incident.Lines
            : incident.Lines.Append(string.Create(CultureInfo.InvariantCulture, $"... and {incident.Count - incident.Lines.Count} times more"));

    private static IEnumerable<(string Name, string Value)> Logs(Incident incident)
    {
        if (incident.Stderr is { Length: > 0 } stderr)
        {
            yield return ("stderr", stderr);
        }

        if (incident.Stdout is { Length: > 0 } stdout)
        {
            yield return ("stdout", stdout);
        }
    }

    private string Html(IReadOnlyList<Incident> incidents)
    {
        var html = new StringBuilder("<html><body>\n");
        html.Append($"<pre>{WebUtility.HtmlEncode(string.Join('\n', incidents.SelectMany(Lines)))}</pre>\n");
        foreach (Incident incident in incidents)
        {
            html.Append($"<h3>{WebUtility.HtmlEncode(incident.Name)}</h3>\n<table>\n");
            foreach ((string name, string value) in Facts(incident))
            {
                string shown = WebUtility.HtmlEncode(value);
                html.Append($"<tr><td>{name}</td><td>{(name == "Page" ? $"<a href=\"{shown}\">{shown}</a>" : shown)}</td></tr>\n");
            }

            html.Append("</table>\n");
            foreach ((string name, string value) in Logs(incident))
            {
                html.Append($"<p>Last lines of {name}:</p>\n<pre>{WebUtility.HtmlEncode(value)}</pre>\n");
            }
        }

        return html.Append("</body></html>\n").ToString();
    }

    private IEnumerable<(string Name, string Value)> Facts(Incident incident)
    {
        yield return ("Host", context.Host);
        yield return ("Process", incident.Name);
        if (incident.Kind != AlertKind.Recovery)
        {
            yield return ("Ended", incident.Ending ?? "not known how");
            yield return ("Last time", MonitorContext.Stamp(incident.Last));
        }

        if (incident.RunningSince is { } since)
        {
            string time = incident.Kind == AlertKind.Recovery
                ? MonitorContext.Stamp(since)
                : string.Create(CultureInfo.InvariantCulture, $"{MonitorContext.Stamp(since)}, for {(incident.Last - since).TotalSeconds:0} s");
            yield return ("Running since", time);
        }

        yield return (
            incident.Kind == AlertKind.Fatal ? "Given up in the last hour" : "Unexpected ends in the last hour",
            incident.InLastHour.ToString(CultureInfo.InvariantCulture));
        if (incident.Page is { } page)
        {
            yield return ("Page", page);
        }
    }

    private OutgoingMail Make(IReadOnlyList<string> recipients, string subject, string text) => new()
    {
        From = context.Settings.From!,
        Recipients = recipients,
        Subject = MailText.HeaderValue(subject),
        Text = text,
        Date = context.Time.GetLocalNow(),
        Host = context.Host,
    };
}
