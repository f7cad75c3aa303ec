using Minos.Configuration.Ini;
using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>Makes the process groups: <c>[group:x]</c> sections, the programs outside of them, event listener pools and FastCGI programs.</summary>
internal sealed class GroupSectionsReader
{
    private readonly ReadContext _context;
    private readonly ValueList<KeyValuePair<string, string>> _daemonVariables;
    private readonly List<ProcessGroupSettings> _groups = [];
    private readonly List<string> _broken = [];
    private readonly HashSet<string> _grouped = [];

    private GroupSectionsReader(ReadContext context, ValueList<KeyValuePair<string, string>> daemonVariables)
    {
        _context = context;
        _daemonVariables = daemonVariables;
    }

    /// <summary>Reads every section.</summary>
    /// <param name="context">What is shared.</param>
    /// <param name="daemonVariables"><c>[supervisord] environment</c>.</param>
    /// <returns>The groups sorted by priority and name, and the names of groups whose sections are wrong.</returns>
    public static (ValueList<ProcessGroupSettings> Groups, ValueList<string> Broken) Read(
        ReadContext context, ValueList<KeyValuePair<string, string>> daemonVariables)
    {
        var reader = new GroupSectionsReader(context, daemonVariables);
        reader.ReadAll();
        return (ValueList.From(reader.SortedGroups()), ValueList.From(reader._broken));
    }

    private void ReadAll()
    {
        foreach (IniSection section in _context.SectionsOf("group:"))
        {
            ReadGroup(section);
        }

        foreach (IniSection section in _context.SectionsOf("program:").Where(s => !_grouped.Contains(s.Name)))
        {
            SectionReader reader = Open(section);
            string name = ReadName(reader);
            int priority = ReadPriority(reader, 999);
            Add(reader, name, processes => new ProcessGroupSettings { Name = name, Priority = priority, Processes = processes });
        }

        foreach (IniSection section in _context.SectionsOf("eventlistener:"))
        {
            SectionReader reader = Open(section);
            EventListenerPoolSettings pool = EventListenerKeys.Read(reader, ReadContext.NameOf(section), ReadPriority(reader, -1));
            Add(reader, pool.Name, processes => pool with { Processes = processes });
        }

        foreach (IniSection section in _context.SectionsOf("fcgi-program:").Where(s => !_grouped.Contains(s.Name)))
        {
            SectionReader reader = Open(section);
            string name = ReadName(reader);
            FastCgiGroupSettings group = FastCgiKeys.Read(reader, name, ReadPriority(reader, 999));
            Add(reader, name, processes => group with { Processes = processes });
        }
    }

    private void ReadGroup(IniSection section)
    {
        SectionReader reader = Open(section);
        string name = ReadName(reader);
        List<string> programs = reader.Text("programs") is { } text ? ListValue.Strings(text) : [];
        int priority = ReadPriority(reader, 999);
        var processes = new List<ProcessSettings>();
        bool failed = reader.Failed;
        string shown = section.Name;
        foreach (string program in programs)
        {
            IniSection? plain = _context.Document.Find("program:" + program);
            IniSection? fastCgi = _context.Document.Find("fcgi-program:" + program);
            if (plain is not null && fastCgi is not null)
            {
                reader.Fail($"[{shown}] name {program} is ambiguous (exists as program and fcgi-program)", "programs", "rename one of the two");
            }

            IniSection? member = plain ?? fastCgi;
            if (member is null)
            {
                reader.Fail(
                    $"[{shown}] names unknown program or fcgi-program {program}", "programs",
                    "names of [program:...] or [fcgi-program:...] sections, separated by commas");
                failed = true;
                continue;
            }

            shown = member.Name; // Supervisor shows the section that it read last
            _grouped.Add(member.Name);
            List<ProcessSettings>? members = ProgramSectionReader.Read(_context, member, name, _daemonVariables);
            failed |= members is null || reader.Failed;
            processes.AddRange(members ?? []);
        }

        if (failed)
        {
            _broken.Add(name);
            return;
        }

        _groups.Add(new ProcessGroupSettings { Name = name, Priority = priority, Processes = Distinct(reader, processes) });
    }

    private SectionReader Open(IniSection section) => new(_context, section, _context.NamesWithHere);

    private static string ReadName(SectionReader reader) =>
        reader.Parse("", ReadContext.NameOf(reader.Section), "", NameValue.Parse, NameValue.Allowed);

    private static int ReadPriority(SectionReader reader, int fallback) =>
        reader.Value("priority", fallback, IntegerValue.ParseInt32, IntegerValue.Allowed);

    private void Add(SectionReader reader, string name, Func<ValueList<ProcessSettings>, ProcessGroupSettings> make)
    {
        List<ProcessSettings>? processes = ProgramSectionReader.Read(_context, reader.Section, name, _daemonVariables);
        if (processes is null || reader.Failed)
        {
            _broken.Add(name);
            return;
        }

        _groups.Add(make(Distinct(reader, processes)));
    }

    // Supervisor keeps the processes of a group by name, so that the last of a name wins without a word.
    private static ValueList<ProcessSettings> Distinct(SectionReader reader, List<ProcessSettings> processes)
    {
        foreach (IGrouping<string, ProcessSettings> same in processes.GroupBy(p => p.Name).Where(g => g.Count() > 1))
        {
            reader.Context.Problems.Add(
                ProblemSeverity.Warning, $"{same.Count()} processes of this group are called {PythonText.Repr(same.Key)}, only the last one is used",
                reader.Section, null, null, "give them different process_name values");
        }

        return ValueList.From(processes.AsEnumerable().Reverse().DistinctBy(p => p.Name).Reverse());
    }

    private IEnumerable<ProcessGroupSettings> SortedGroups()
    {
        ProcessGroupSettings[] sorted = [.. _groups.OrderBy(g => g.Priority).ThenBy(g => g.Name, StringComparer.Ordinal)];
        foreach (IGrouping<string, ProcessGroupSettings> same in sorted.GroupBy(g => g.Name).Where(g => g.Count() > 1))
        {
            _context.Problems.Add(
                ProblemSeverity.Warning, $"{same.Count()} process groups are called {PythonText.Repr(same.Key)}, only the first one is used",
                "rename one of the sections", _context.Source.File);
        }

        return sorted.DistinctBy(g => g.Name);
    }
}
