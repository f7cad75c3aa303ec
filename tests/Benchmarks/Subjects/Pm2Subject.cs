using System.Globalization;
using System.Text.Json.Nodes;
using Minos.Benchmarks.Measuring;

namespace Minos.Benchmarks.Subjects;

/// <summary>pm2 of the npm registry, with a home of its own for each measurement.</summary>
internal sealed class Pm2Subject(string executable) : ISubject
{
    private const string Version = "7.0.4";

    public string Name => "pm2";

    /// <summary>Installs it below a folder; null where there is no npm.</summary>
    internal static async Task<Pm2Subject?> InstallAsync(string folder)
    {
        string executable = Path.Combine(folder, "node_modules/.bin/pm2");
        if (Tests.Repository.FindOnPath("npm") is not { } npm)
        {
            return null;
        }

        if (!File.Exists(executable))
        {
            Directory.CreateDirectory(folder);
            await Tools.RunAsync(npm, ["install", "--prefix", folder, "--no-audit", "--no-fund", $"pm2@{Version}"]);
        }

        return new Pm2Subject(executable);
    }

    public async Task<IRunningSubject> StartAsync(Workload workload, string folder)
    {
        var environment = new Dictionary<string, string> { ["PM2_HOME"] = folder, ["PM2_DISABLE_VERSION_CHECK"] = "1" };
        long begin = Clock.Nanoseconds;
        await Tools.RunAsync(executable, ["ping"], environment);
        double ready = Clock.MillisecondsSince(begin);
        int pid = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "pm2.pid")), CultureInfo.InvariantCulture);
        string ecosystem = Path.Combine(folder, "ecosystem.config.json");
        await File.WriteAllTextAsync(ecosystem, Ecosystem(workload).ToJsonString());
        var running = new RunningPm2(executable, environment, ecosystem, pid, ready);
        if (workload is { Autostart: true, Count: > 0 })
        {
            await running.StartAllAsync();
        }

        return running;
    }

    private static JsonObject Ecosystem(Workload workload)
    {
        string[] words = workload.Command.Split(' ', 2);
        string script = Path.IsPathRooted(words[0]) ? words[0] : Tests.Repository.FindOnPath(words[0]) ?? words[0];
        var apps = new JsonArray();
        for (int i = 0; i < workload.Count; i++)
        {
            apps.Add(new JsonObject
            {
                ["name"] = $"p{i:d4}",
                ["script"] = script,
                ["args"] = words.Length > 1 ? words[1] : "",
                ["interpreter"] = "none",
                ["autorestart"] = workload.Autorestart,
            });
        }

        return new JsonObject { ["apps"] = apps };
    }

    private sealed class RunningPm2(string executable, IReadOnlyDictionary<string, string> environment, string ecosystem, int pid, double ready) : IRunningSubject
    {
        public int Pid => pid;

        public double ReadyMilliseconds => ready;

        // "pm2 start" returns when the programs were started.
        public Task WaitUntilAllRunAsync() => Task.CompletedTask;

        public async Task StartAllAsync() => await Tools.RunAsync(executable, ["start", ecosystem], environment);

        public async ValueTask DisposeAsync() => await Tools.RunAsync(executable, ["kill"], environment);
    }
}
