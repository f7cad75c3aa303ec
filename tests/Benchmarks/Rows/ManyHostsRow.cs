using System.Text;
using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>Get-MinosProcess of 20 hosts, each a daemon of its own with 10 programs and an address on loopback.</summary>
/// <param name="isFirst">The first call of a session, which loads what the cmdlet needs; else the median of those that follow.</param>
/// <param name="goal">What it must reach; null when the row only informs.</param>
internal sealed class ManyHostsRow(bool isFirst, Goal? goal) : Row
{
    private const int Programs = 10;
    private const int Calls = 11;

    internal override string Name => isFirst ? "hosts-first" : "hosts";

    internal override string Title => $"Get-MinosProcess, 20 hosts x {Programs} processes, {(isFirst ? "first call of a session" : "further calls")}, ms";

    internal override Goal? Goal => goal;

    internal override string? Missing => PowerShellModule.Missing;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (subject is not SupervisorSubject { Name: "minosd" } minosd)
        {
            return null;
        }

        var hosts = new List<RunningSupervisor>();
        try
        {
            for (int i = 0; i < bench.Size(20, 2); i++)
            {
                hosts.Add(await minosd.StartSupervisorAsync(Workload.Sleepers(Programs), bench.NewFolder()));
                await hosts[^1].WaitUntilAllRunAsync();
            }

            string groups = Path.Combine(bench.NewFolder(), "deploy_supervisor.cfg");
            await File.WriteAllTextAsync(groups, Groups(hosts));
            return await PowerShellModule.MeasureAsync(Script(groups, hosts.Count * Programs));
        }
        finally
        {
            foreach (RunningSupervisor host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    /// <summary>The same requests by this program, all at once.</summary>
    internal override async Task<double?> MeasureFloorAsync(Bench bench)
    {
        var servers = new List<FloorServer>();
        try
        {
            for (int i = 0; i < bench.Size(20, 2); i++)
            {
                servers.Add(await FloorServer.StartAsync(bench, Programs * 2000));
            }

            var times = new List<double>();
            for (int i = 0; i < Calls; i++)
            {
                long begin = Clock.Nanoseconds;
                await Task.WhenAll(servers.Select(static server => server.Requests.CallAsync("supervisor.getAllProcessInfo")));
                times.Add(Clock.MillisecondsSince(begin));
            }

            return isFirst ? times[0] : Statistics.Median(times[1..]);
        }
        finally
        {
            foreach (FloorServer server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static string Groups(IReadOnlyList<RunningSupervisor> hosts)
    {
        var text = new StringBuilder();
        foreach ((int index, RunningSupervisor host) in hosts.Index())
        {
            text.AppendLine($"[host_{index}]\nroot_dir=/nowhere\nhost.0=127.0.0.1\nrpc_port={host.Requests.Port}");
        }

        return text.ToString();
    }

    // An answer that lacks a process is no figure.
    private string Script(string groups, int processes) => $$"""
        Import-Module {{PowerShellModule.Manifest}}
        $times = foreach ($call in 1..{{Calls}}) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $found = Get-MinosProcess -Group * -ConfigurationFile '{{groups}}'
            $watch.Elapsed.TotalMilliseconds
            if ($found.Count -ne {{processes}}) { throw "$($found.Count) processes instead of {{processes}}" }
        }
        $figure = {{(isFirst ? "$times[0]" : "($times | Select-Object -Skip 1 | Sort-Object)[($times.Count - 1) / 2]")}}
        $figure.ToString([cultureinfo]::InvariantCulture)
        """;
}
