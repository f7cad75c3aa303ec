using System.Globalization;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Faults;

/// <summary>Eight clients that start, stop, signal and ask at random.</summary>
/// <remarks>MINOS_TEST_LONG=1: 10,000 commands; MINOS_TEST_SEED draws others.</remarks>
public class RandomCommandsTests
{
    private const int Clients = 8;
    private const int Programs = 6;
    private static readonly int s_commands = Environment.GetEnvironmentVariable("MINOS_TEST_LONG") == "1" ? 10_000 : 1_200;
    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("MINOS_TEST_SEED"), out int seed) ? seed : 7;

    [SkippableFact]
    public async Task No_command_is_lost_no_program_runs_twice_and_nothing_is_left()
    {
        string flock = Requires.Program("flock");

        // Each holds a lock while it lives: a second copy of one would say so.
        await using Minosd minosd = await Minosd.StartAsync(string.Concat(Enumerable.Range(0, Programs).Select(i => $"""
            [program:p{i}]
            command={flock} -n -F -E 9 %(here)s/p{i}.lock /bin/bash -c "{(i % 3 == 0 ? "trap 'exit 0' TERM; while :; do read -t 0.01; done" : i % 3 == 1 ? "exec sleep 1000" : "exec sleep 0.05")}"
            stopasgroup=true
            startsecs=0
            startretries=1000000
            autorestart={(i % 3 == 2 ? "true" : "unexpected")}
            stopwaitsecs=5

            """)));
        int descriptors = Directory.GetFileSystemEntries($"/proc/{minosd.Pid}/fd").Length;
        int answered = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var random = new Random((s_seed * 100) + client);
            using var rpc = new RpcClient($"unix://{minosd["s.sock"]}");
            for (int i = 0; i < s_commands / Clients; i++)
            {
                await CommandAsync(rpc, random);
                Interlocked.Increment(ref answered);
            }
        })));
        Assert.Equal(s_commands / Clients * Clients, answered);
        _ = await minosd.CallAsync("stopAllProcesses");
        foreach (RpcValue value in (await minosd.CallAsync("getAllProcessInfo")).AsArray())
        {
            RpcStruct process = value.AsStruct();
            Assert.Contains(process["statename"].AsString(), (string[])["STOPPED", "EXITED"]);
            Assert.Equal(0, process["pid"].AsInteger());
        }

        Assert.DoesNotContain("(exit status 9;", minosd.MainLog, StringComparison.Ordinal);
        string children = string.Concat(Directory.GetDirectories($"/proc/{minosd.Pid}/task").Select(static t => File.ReadAllText(Path.Combine(t, "children"))));
        Assert.Equal("", children.Trim());
        await Commands.UntilAsync(
            () => Directory.GetFileSystemEntries($"/proc/{minosd.Pid}/fd").Length <= descriptors + Clients, "no descriptor is left");
    }

    private static async Task CommandAsync(RpcClient rpc, Random random)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"p{random.Next(Programs)}");
        bool wait = random.Next(2) == 0;
        Task<RpcValue> call = random.Next(6) switch
        {
            0 or 1 => rpc.CallAsync("supervisor.startProcess", [name, wait]),
            2 or 3 => rpc.CallAsync("supervisor.stopProcess", [name, wait]),
            4 => rpc.CallAsync("supervisor.signalProcess", [name, "TERM"]),
            _ => rpc.CallAsync("supervisor.getAllProcessInfo"),
        };
        try
        {
            _ = await call.WaitAsync(Commands.Deadline);
        }
        catch (RpcFault fault)
        {
            Assert.Contains(
                fault.Code, (RpcFaultCode[])[RpcFaultCode.AlreadyStarted, RpcFaultCode.NotRunning, RpcFaultCode.AbnormalTermination, RpcFaultCode.Failed, RpcFaultCode.SpawnError]);
        }
    }
}
