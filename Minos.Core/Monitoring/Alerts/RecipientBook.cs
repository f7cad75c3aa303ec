using Minos.Configuration;
using Minos.Configuration.Ini;
using Minos.Configuration.Values;
using Minos.Monitoring.Options;

namespace Minos.Monitoring.Alerts;

/// <summary>Who is told: the addresses of the command line, and those that alert.cfg has for the cluster (<c>[service--cluster]</c>,
/// <c>to_emails</c>). The file is read again when it has changed.</summary>
internal sealed class RecipientBook(MonitorSettings settings, MonitorLog log)
{
    private const string FileName = "alert.cfg";
    private readonly string? _file = settings.AlertFile ?? InstallationFiles.Find(FileName);
    private DateTime _readAt;
    private Dictionary<string, IReadOnlyList<string>> _clusters = [];

    /// <summary>The recipients of something that happened to a process of <paramref name="group"/>: the cluster's first.</summary>
    public IReadOnlyList<string> Of(string group)
    {
        Refresh();
        string[] parts = group.Split("--");
        IReadOnlyList<string> owners = parts.Length == 3 ? _clusters.GetValueOrDefault($"{parts[0]}--{parts[1]}") ?? [] : [];
        return [.. owners.ExceptBy(settings.Recipients.Select(MailAddressValue.Mailbox), MailAddressValue.Mailbox), .. settings.Recipients.DistinctBy(MailAddressValue.Mailbox)];
    }

    /// <summary>One group for all people who get the same incidents.</summary>
    public IEnumerable<(IReadOnlyList<string> Recipients, IReadOnlyList<Incident> Incidents)> Distribute(IReadOnlyList<Incident> incidents)
    {
        var order = new List<string>();
        var byPerson = new Dictionary<string, List<int>>();
        for (int i = 0; i < incidents.Count; i++)
        {
            foreach (string person in Of(incidents[i].Group))
            {
                if (!byPerson.TryGetValue(person, out List<int>? theirs))
                {
                    byPerson[person] = theirs = [];
                    order.Add(person);
                }

                theirs.Add(i);
            }
        }

        return order.GroupBy(person => string.Join(',', byPerson[person]))
            .Select(g => ((IReadOnlyList<string>)[.. g], (IReadOnlyList<Incident>)[.. byPerson[g.First()].Select(i => incidents[i])]));
    }

    private void Refresh()
    {
        if (_file is null || !File.Exists(_file))
        {
            return;
        }

        try
        {
            DateTime changed = File.GetLastWriteTimeUtc(_file);
            if (changed != _readAt)
            {
                _readAt = changed;
                _clusters = Read(_file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidValueException)
        {
            log.Write($"{_file}: {exception.Message}; the recipients stay as they were");
        }
    }

    private Dictionary<string, IReadOnlyList<string>> Read(string file)
    {
        var document = new IniDocument();
        var problems = new ProblemCollector();
        _ = IniReader.Read(IniFile.ReadText(file), file, document, problems);
        foreach (ConfigurationProblem problem in problems.Problems)
        {
            log.Write(problem.ToString());
        }

        var clusters = new Dictionary<string, IReadOnlyList<string>>();
        foreach (IniSection section in document.Sections)
        {
            IniEntry? entry = document.Find(section, "to_emails");
            try
            {
                clusters[section.Name] = MailAddressValue.ParseList(entry?.Value ?? "");
            }
            catch (InvalidValueException exception)
            {
                log.Write($"{file}:{entry!.Line}: [{section.Name}] to_emails={entry.Value}: {exception.Message} ({MailAddressValue.Allowed})");
            }
        }

        return clusters;
    }
}
