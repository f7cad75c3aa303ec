using Minos.Configuration.CommandLine;
using Minos.Configuration.Ini;
using Minos.Configuration.Values;
using Minos.Monitoring.Options;
using Minos.Native;

namespace Minos.Configuration.Reading;

/// <summary><c>[supervisord] alert_to</c>: mail about crashes without a section to write. It stands for an event listener that runs the
/// monitor crashmailbatch of this program (docs/guide/monitors.md).</summary>
internal static class AlertListener
{
    private const string Name = "alerts";
    private const string SectionName = "eventlistener:" + Name;

    /// <summary>Adds the event listener's section when somebody is to be told.</summary>
    /// <param name="context">What is shared.</param>
    /// <param name="daemonSection"><c>[supervisord]</c>.</param>
    public static void Add(ReadContext context, IniSection daemonSection)
    {
        if (context.Document.Find(daemonSection, "alert_to") is not { } entry)
        {
            return;
        }

        var reader = new SectionReader(context, daemonSection, context.NamesWithHere);
        IReadOnlyList<string> recipients = reader.Value("alert_to", [], MailAddressValue.ParseList, MailAddressValue.Allowed);
        string sender = reader.Value("alert_from", $"minos@{context.HostName}", MailAddressValue.Parse, "a mail address");
        string options = reader.Value("alert_options", "", CheckOptions, "options of minosd crashmailbatch, quoted as in a shell");
        if (reader.Failed)
        {
            return;
        }

        if (recipients.Count == 0)
        {
            context.Problems.Add(
                ProblemSeverity.Information, "Alerts are off: alert_to is empty in section [supervisord]", daemonSection, "alert_to", entry, MailAddressValue.Allowed);
        }
        else if (context.Document.Find(SectionName) is not null)
        {
            reader.Fail($"alert_to makes a section [{SectionName}], and there is one", "alert_to", "rename that section, or remove alert_to");
        }
        else
        {
            Add(context.Document, entry, Command(recipients, sender, options));
            context.Problems.Add(
                ProblemSeverity.Information, $"Alerts go to {string.Join(", ", recipients)} by event listener {PythonText.Repr(Name)}", daemonSection, "alert_to", entry, null);
        }
    }

    private static void Add(IniDocument document, IniEntry origin, string command)
    {
        IniSection section = document.GetOrAdd(SectionName, origin.File, origin.Line);
        foreach ((string key, string value) in new[] { ("command", command), ("events", "PROCESS_STATE,TICK_60"), ("buffer_size", "1000") })
        {
            section.Entries.Add(key, new IniEntry(key, origin.File, origin.Line) { Value = value });
        }
    }

    // This program by its link in /proc: after an upgrade in place it is the new one, and the section has not changed.
    private static string Command(IReadOnlyList<string> recipients, string sender, string options)
    {
        SelfExecutable self = SelfExecutable.Current;
        string[] words = [self.Path, .. self.Prefix, "crashmailbatch", $"--toEmail={string.Join(',', recipients)}", $"--fromEmail={sender}"];
        // What is expanded already must not be expanded again.
        return $"{string.Join(' ', words.Select(Shlex.Quote))} {options}".TrimEnd().Replace("%", "%%", StringComparison.Ordinal);
    }

    private static string CheckOptions(string text)
    {
        try
        {
            return MonitorCatalog.CrashMailBatch.ParseOptions(Shlex.Split(text)) is null ? throw new InvalidValueException("--help is no option of an alert") : text;
        }
        catch (CommandLineException exception)
        {
            throw new InvalidValueException(exception.Message);
        }
    }
}
