using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

/// <summary>The same files read by Supervisor's own parser and by ours: equal results, or the same sentence.</summary>
public sealed class SupervisorDifferentialTests : IDisposable
{
    private static readonly Dictionary<string, string> s_variables = new()
    {
        ["HOME"] = "/home/tester",
        ["PATH"] = "/usr/bin:/bin",
        ["LOGNAME_X"] = "lx",
        ["PCT"] = "50%",
        ["TMPDIR"] = "/tmp",
        ["LC_CTYPE"] = "C.UTF-8",
        ["PYTHONWARNINGS"] = "ignore",
    };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("minos-oracle-");

    public void Dispose() => _directory.Delete(recursive: true);

    [SkippableFact]
    public void Every_hand_written_file_reads_alike() => Compare(DifferentialFiles.HandWritten());

    [SkippableFact]
    public void Every_value_of_every_key_reads_alike() => Compare(DifferentialFiles.KeysAndValues());

    [SkippableFact]
    public void Mutations_of_a_large_file_read_alike() => Compare(DifferentialFiles.Mutations(seed: 20240817, count: 300));

    private void Compare(IEnumerable<string> texts)
    {
        Skip.IfNot(HasSupervisor(), "needs /usr/bin/python3 with the supervisor package");
        string[] all = [.. texts];
        string[] paths = new string[all.Length];
        File.WriteAllText(Path.Combine(_directory.FullName, "extra.inc"), DifferentialFiles.Included);
        for (int i = 0; i < all.Length; i++)
        {
            paths[i] = Path.Combine(_directory.FullName, $"{i}.conf");
            File.WriteAllText(paths[i], all[i]);
        }

        Dictionary<string, string>[] expected = JsonSerializer.Deserialize<Dictionary<string, string>[]>(RunOracle(paths))!;
        var differences = new List<string>();
        for (int i = 0; i < all.Length; i++)
        {
            if (Difference(expected[i], paths[i]) is { } difference)
            {
                differences.Add($"{difference}\n--- file:\n{all[i]}");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {all.Length} files differ:\n" + string.Join("\n=====\n", differences.Take(5)));
    }

    private static string? Difference(Dictionary<string, string> expected, string path)
    {
        CheckResult result = ConfigurationReader.Check(path, environment: new ConfigurationEnvironment(s_variables));
        ConfigurationProblem? error = result.Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error);
        if (expected.ContainsKey("crash") || IsOurOwn(error))
        {
            return null;
        }

        if (expected.TryGetValue("error", out string? sentence))
        {
            return error?.Message == sentence || IsWorded(error, sentence)
                ? null
                : $"expected error: {sentence}\nactual error:   {error?.Message ?? "none"}";
        }

        if (error is not null)
        {
            return $"unexpected error: {error}";
        }

        Dictionary<string, string> actual = Flatten(result);
        string[] keys = [.. expected.Keys.Union(actual.Keys).Where(k => expected.GetValueOrDefault(k) != actual.GetValueOrDefault(k))];
        return keys.Length == 0
            ? null
            : string.Join('\n', keys.Select(k => $"{k}: expected {expected.GetValueOrDefault(k)} actual {actual.GetValueOrDefault(k)}"));
    }

    // Supervisor 4.4 words errors of plug-ins otherwise, it names any one of several unknown events, and it knows no 999.
    private static bool IsWorded(ConfigurationProblem? error, string sentence) =>
        error is { Key: "supervisor.rpcinterface_factory" or "result_handler" }
        || (error is { Key: "events" } && sentence.StartsWith("Unknown event type ", StringComparison.Ordinal))
        || (sentence.StartsWith("not a valid list of exit codes", StringComparison.Ordinal) && sentence.Contains("999", StringComparison.Ordinal));

    // What we refuse and Supervisor does not: an open port without a password, a look-up that Supervisor makes later, silly numbers.
    private static bool IsOurOwn(ConfigurationProblem? error) => error is { Key: "user", Section: "supervisord" }
        || (error?.Message is { } message && (message.Contains("without a password", StringComparison.Ordinal)
            || message.Contains("embedded null byte", StringComparison.Ordinal)
            || message.Contains("is badly formatted: not enough arguments for format string", StringComparison.Ordinal)
            || message.Contains("too big", StringComparison.Ordinal)
            || message.Contains("is above upper bound (100000)", StringComparison.Ordinal)));

    private static string RunOracle(string[] paths)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Configuration", "supervisor_oracle.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in s_variables)
        {
            start.Environment[name] = value;
        }

        using Process python = Process.Start(start)!;
        Task<string> errors = python.StandardError.ReadToEndAsync();
        Task<string> output = python.StandardOutput.ReadToEndAsync();
        python.StandardInput.Write(JsonSerializer.Serialize(paths));
        python.StandardInput.Close();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, errors.Result);
        return output.Result;
    }

    private static bool HasSupervisor()
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            return false;
        }

        using Process python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", "import supervisor.options"])
        {
            RedirectStandardError = true,
        })!;
        python.StandardError.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0;
    }

    private static Dictionary<string, string> Flatten(CheckResult result)
    {
        SupervisorConfiguration configuration = result.Configuration!;
        DaemonSettings daemon = configuration.Daemon;
        var flat = new Dictionary<string, string>
        {
            ["logfile"] = daemon.LogFile,
            ["logfile_maxbytes"] = Text(daemon.LogFileMaxBytes),
            ["logfile_backups"] = Text(daemon.LogFileBackups),
            ["loglevel"] = Text((int)daemon.LogLevel),
            ["pidfile"] = daemon.PidFile,
            ["umask"] = Text(daemon.Umask),
            ["nodaemon"] = Text(daemon.NoDaemon),
            ["silent"] = Text(daemon.Silent),
            ["minfds"] = Text(daemon.MinFds),
            ["minprocs"] = Text(daemon.MinProcs),
            ["nocleanup"] = Text(daemon.NoCleanup),
            ["childlogdir"] = daemon.ChildLogDirectory,
            ["directory"] = Text(daemon.Directory),
            ["strip_ansi"] = Text(daemon.StripAnsi),
            ["environment"] = Variables(daemon.Environment),
            ["identifier"] = daemon.Identifier,
            ["warnings"] = string.Join('\n', result.Problems
                .Where(p => p.Severity == ProblemSeverity.Warning && IsSupervisors(p.Message)).Select(p => p.Message).Distinct()
                .Order(StringComparer.Ordinal)),
        };
        foreach (RpcInterfaceSettings rpc in configuration.RpcInterfaces)
        {
            flat["rpc:" + rpc.Name] = Variables(ValueList.From(rpc.Options.OrderBy(o => o.Key, StringComparer.Ordinal)));
        }

        for (int i = 0; i < configuration.HttpServers.Count; i++)
        {
            flat[$"server:{i}"] = Server(configuration.HttpServers[i]);
        }

        for (int i = 0; i < configuration.Groups.Count; i++)
        {
            AddGroup(flat, $"group:{i}", configuration.Groups[i]);
        }

        return flat;
    }

    private static bool IsSupervisors(string message) =>
        message.StartsWith("For [", StringComparison.Ordinal) || message.StartsWith("No file matches", StringComparison.Ordinal);

    private static string Server(HttpServerSettings server)
    {
        string[] special = server switch
        {
            InetHttpServerSettings inet => [$"{inet.Host}:{inet.Port}", "None", "None"],
            UnixHttpServerSettings unix => [unix.Path, Text(unix.Mode), unix.Owner is { } o ? $"({o.UserId}, {o.GroupId})" : "(-1, -1)"],
            _ => [],
        };
        return string.Join('|', server.Section, special[0], Text(server.UserName), Text(server.Password), special[1], special[2]);
    }

    private static void AddGroup(Dictionary<string, string> flat, string key, ProcessGroupSettings group)
    {
        flat[key] = $"{group.Name}|{group.Priority}|{group.Processes.Count}";
        if (group is EventListenerPoolSettings pool)
        {
            flat[key + ".pool"] = $"{pool.BufferSize}|{string.Join(',', pool.Events.Order(StringComparer.Ordinal))}";
        }
        else if (group is FastCgiGroupSettings fastCgi)
        {
            flat[key + ".socket"] = $"{fastCgi.Socket}|{Text(fastCgi.Backlog)}";
        }

        for (int i = 0; i < group.Processes.Count; i++)
        {
            AddProcess(flat, $"{key}.{i}.", group.Processes[i]);
        }
    }

    private static void AddProcess(Dictionary<string, string> flat, string key, ProcessSettings process)
    {
        flat[key + "name"] = process.Name;
        flat[key + "command"] = process.Command;
        flat[key + "directory"] = Text(process.Directory);
        flat[key + "umask"] = Text(process.Umask);
        flat[key + "priority"] = Text(process.Priority);
        flat[key + "autostart"] = Text(process.AutoStart);
        flat[key + "startsecs"] = Text(process.StartSeconds);
        flat[key + "startretries"] = Text(process.StartRetries);
        flat[key + "stopsignal"] = Text(process.StopSignal);
        flat[key + "stopwaitsecs"] = Text(process.StopWaitSeconds);
        flat[key + "stopasgroup"] = Text(process.StopAsGroup);
        flat[key + "killasgroup"] = Text(process.KillAsGroup);
        flat[key + "redirect_stderr"] = Text(process.RedirectStderr);
        flat[key + "uid"] = Text(process.User?.UserId);
        flat[key + "serverurl"] = Text(process.ServerUrl);
        flat[key + "autorestart"] = process.AutoRestart.ToString();
        flat[key + "exitcodes"] = string.Join(',', process.ExitCodes);
        flat[key + "environment"] = Variables(process.Environment);
        flat[key + "stdout"] = Output(process.Stdout);
        flat[key + "stderr"] = Output(process.Stderr);
    }

    private static string Output(OutputSettings output)
    {
        string destination = output.Destination switch
        {
            LogDestination.Automatic => "AUTO",
            LogDestination.File => output.Path!,
            _ => "NONE",
        };
        return string.Join(
            '|', destination, output.MaxBytes, output.Backups, output.CaptureMaxBytes, output.EventsEnabled, output.Syslog);
    }

    private static string Variables(ValueList<KeyValuePair<string, string>> variables)
    {
        var pairs = variables.Select(v => $"{PythonJson(v.Key)}:{PythonJson(v.Value)}");
        return "{" + string.Join(',', pairs) + "}";
    }

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string PythonJson(string text) => string.Concat(JsonSerializer.Serialize(text, s_json)
        .Select(c => c < 0x7f ? c.ToString() : $"\\u{(int)c:x4}"));

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text
        ? text
        : value is string ? "" : "None";
}
