using Minos.Configuration.Expansion;
using Minos.Configuration.Ini;
using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>Reads the processes of a <c>[program:x]</c>, <c>[fcgi-program:x]</c> or <c>[eventlistener:x]</c> section.</summary>
internal static class ProgramSectionReader
{
    /// <summary>More processes than a kernel runs; a typing error must not fill the memory.</summary>
    internal const int LargestProcessCount = 100_000;

    /// <summary>Reads the section.</summary>
    /// <param name="context">What is shared.</param>
    /// <param name="section">The section.</param>
    /// <param name="groupName">The process group that its processes belong to.</param>
    /// <param name="daemonVariables"><c>[supervisord] environment</c>.</param>
    /// <returns>The processes sorted by priority and name; null if the section is wrong.</returns>
    public static List<ProcessSettings>? Read(
        ReadContext context, IniSection section, string groupName, ValueList<KeyValuePair<string, string>> daemonVariables)
    {
        string decoration = $" in section {PythonText.Repr(section.Name)} (file: {PythonText.Repr(section.File)})";
        var reader = new SectionReader(context, section, context.NamesWithHere, decoration);
        string programName = reader.Parse("", ReadContext.NameOf(section), "", NameValue.Parse, NameValue.Allowed);
        reader.Names = reader.Names.With(
            ("program_name", programName), ("host_node_name", context.HostName), ("group_name", groupName));

        ProcessSettings common = ReadCommon(reader, out int count, out long firstNumber, out string processName);
        var processes = new List<ProcessSettings>();
        ExpansionNames programNames = reader.Names;
        for (int i = 0; i < count && (i == 0 || !reader.Failed); i++)
        {
            reader.Names = programNames.With(("process_num", firstNumber + i), ("numprocs", count));
            processes.Add(ReadProcess(reader, common, processName, daemonVariables));
        }

        processes.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name)); // the priority is the same for all
        return reader.Failed ? null : processes;
    }

    // In the order in which Supervisor reads them: the first error is the one that its clients see.
    private static ProcessSettings ReadCommon(SectionReader reader, out int count, out long firstNumber, out string processName)
    {
        int priority = reader.Value("priority", 999, IntegerValue.ParseInt32, IntegerValue.Allowed);
        bool autoStart = Boolean("autostart", true);
        AutoRestart autoRestart = reader.Value(
            "autorestart", AutoRestart.Unexpected, WordValues.AutoRestart, WordValues.AutoRestartAllowed);
        int startSeconds = reader.Value("startsecs", 1, IntegerValue.ParseInt32, IntegerValue.Allowed);
        int startRetries = reader.Value("startretries", 3, IntegerValue.ParseInt32, IntegerValue.Allowed);
        int stopSignal = reader.Value("stopsignal", 15, SignalValue.Parse, SignalValue.Allowed);
        int stopWaitSeconds = reader.Value("stopwaitsecs", 10, IntegerValue.ParseInt32, IntegerValue.Allowed);
        bool stopAsGroup = Boolean("stopasgroup", false);
        bool killAsGroup = Boolean("killasgroup", stopAsGroup);
        ValueList<int> exitCodes = reader.Value("exitcodes", [0], ListValue.ExitCodes, ListValue.ExitCodesAllowed);
        bool redirectStderr = Boolean("redirect_stderr", false);
        count = ReadCount(reader);
        firstNumber = reader.Value("numprocs_start", 0L, IntegerValue.Parse, IntegerValue.Allowed);
        OutputSettings stdout = ReadCapture("stdout");
        OutputSettings stderr = ReadCapture("stderr");
        string? serverUrl = reader.Text("serverurl");
        UserIdentity? user = reader.Value<UserIdentity?>("user", null, reader.Context.FindUser, UserValue.Allowed);
        int? umask = reader.Value<int?>("umask", null, text => OctalValue.Parse(text), OctalValue.Allowed);
        processName = reader.Parse(
            "process_name", reader.Raw("process_name") ?? "%(program_name)s", "", NameValue.Parse, NameValue.Allowed);
        if (count > 1 && !processName.Contains("%(process_num)", StringComparison.Ordinal))
        {
            reader.Fail(
                "%(process_num) must be present within process_name when numprocs > 1", "process_name",
                "process_name=%(program_name)s_%(process_num)02d");
        }

        if (stopAsGroup && !killAsGroup)
        {
            reader.Fail("Cannot set stopasgroup=true and killasgroup=false", "killasgroup", "leave killasgroup out, or set both to true");
        }

        return new ProcessSettings
        {
            Name = "",
            Command = "",
            Priority = priority,
            AutoStart = autoStart,
            AutoRestart = autoRestart,
            StartSeconds = startSeconds,
            StartRetries = startRetries,
            StopSignal = stopSignal,
            StopWaitSeconds = stopWaitSeconds,
            StopAsGroup = stopAsGroup,
            KillAsGroup = killAsGroup,
            ExitCodes = exitCodes,
            RedirectStderr = redirectStderr,
            ServerUrl = IsAutomatic(serverUrl) ? null : serverUrl,
            User = user,
            Umask = umask,
            Stdout = stdout,
            Stderr = stderr,
        };

        static bool IsAutomatic(string? url) =>
            string.IsNullOrEmpty(url) || PythonText.Strip(url).Equals("AUTO", StringComparison.OrdinalIgnoreCase);

        bool Boolean(string key, bool fallback) => reader.Value(key, fallback, BooleanValue.Parse, BooleanValue.Allowed);

        OutputSettings ReadCapture(string stream) => new()
        {
            CaptureMaxBytes = reader.Value(stream + "_capture_maxbytes", 0L, ByteSizeValue.Parse, ByteSizeValue.Allowed),
            EventsEnabled = Boolean(stream + "_events_enabled", false),
        };
    }

    private static ProcessSettings ReadProcess(
        SectionReader reader, ProcessSettings common, string processName, ValueList<KeyValuePair<string, string>> daemonVariables)
    {
        Dictionary<string, string> own = reader.Raw("environment") is { } raw && reader.Expand("environment", raw, "environment") is { } text
            ? reader.Parse("environment", text, [], EnvironmentValue.Parse, EnvironmentValue.Allowed)
            : [];
        reader.Names = reader.Names.WithVariables(own);

        string? directory = reader.Text("directory");
        OutputSettings stdout = OutputReader.Read(reader, "stdout", common.Stdout);
        OutputSettings stderr = OutputReader.Read(reader, "stderr", common.Stderr);
        if (common.RedirectStderr)
        {
            if (stderr.Destination == LogDestination.File)
            {
                reader.Warn(
                    $"For [{reader.Section.Name}], redirect_stderr=true but stderr_logfile has also been set to a filename, "
                    + "the filename has been ignored",
                    "stderr_logfile", null);
            }

            if (stderr.Format != LineFormat.Raw)
            {
                reader.Warn("stderr_format has no effect with redirect_stderr=true", "stderr_format", "stdout_format is for both");
            }

            stderr = stderr with { Destination = LogDestination.None, Path = null };
        }

        string? command = reader.Text("command");
        if (reader.Raw("command") is null)
        {
            reader.Fail(
                $"program section {reader.Section.Name} does not specify a command", "command", "command= with the program and its arguments");
        }

        string name = reader.Expand("process_name", processName, "process_name") ?? "";
        string? httpUrl = reader.Text("http_url");
        var variables = new Dictionary<string, string>(daemonVariables);
        foreach ((string key, string value) in own)
        {
            variables[key] = value;
        }

        return common with
        {
            Name = name,
            Command = command ?? "",
            Directory = directory,
            Stdout = stdout,
            Stderr = stderr,
            HttpUrl = string.IsNullOrEmpty(httpUrl) ? null : httpUrl,
            Environment = DaemonSectionReader.SortedVariables(variables),
        };
    }

    private static int ReadCount(SectionReader reader)
    {
        long count = reader.Value("numprocs", 1L, IntegerValue.Parse, IntegerValue.Allowed);
        if (count > LargestProcessCount)
        {
            reader.Fail($"{count} is above upper bound ({LargestProcessCount})", "numprocs", $"a number up to {LargestProcessCount}");
            return 1;
        }

        return (int)Math.Max(count, 0);
    }
}
