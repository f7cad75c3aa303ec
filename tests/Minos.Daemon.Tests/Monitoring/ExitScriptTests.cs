using Minos.Daemon.Tests.Control;
using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary>process_exit_monitor with the daemon: the scripts of jobs that have ended.</summary>
public sealed class ExitScriptTests
{
    [Fact]
    public async Task The_script_of_a_job_runs_when_its_process_has_ended_and_disturbs_no_protocol()
    {
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [rpcinterface:deployment]
            supervisor.rpcinterface_factory=deployment.rpcinterface:deployment_rpcinterface
            package_server=http://127.0.0.1:1
            package_root={dir}/packages
            app_root={dir}/app
            log_root={dir}/log
            data_dirs={dir}
            download_package_uri=packages
            get_latest_package_info_uri=latest
            [include]
            files=conf/*.cfg
            [eventlistener:exit]
            command={{CommandRunner.Executable}} process_exit_monitor --configuration={dir}/s.conf --timeout=1
            events=PROCESS_STATE
            stderr_logfile={dir}/exit.log
            [program:hbase--test--master]
            command=/bin/sleep 1000
            autostart=false
            startsecs=0
            [program:hbase--test--master-2]
            command=/bin/sleep 1000
            autostart=false
            startsecs=0
            [program:hbase--test--worker7]
            command=/bin/false
            autostart=false
            startsecs=0
            autorestart=false
            [program:hbase--test--slow]
            command=/bin/false
            autostart=false
            startsecs=0
            autorestart=false
            [program:plain]
            command=/bin/false
            autostart=false
            startsecs=0
            autorestart=false
            """);
        // What a script prints would break the listener's protocol if it had its stdout.
        Script(daemon, "master", "echo RESULT 9; echo $0 >> ../ran");
        Script(daemon, "worker/7", "echo seven; exit 3");
        Script(daemon, "slow", "sleep 1000");
        await daemon.WaitForStateAsync("exit", "RUNNING");

        foreach (string program in new[] { "plain", "hbase--test--slow", "hbase--test--worker7", "hbase--test--master-2" })
        {
            _ = await daemon.CallAsync("startProcess", program);
        }

        _ = await daemon.CallAsync("stopProcess", "hbase--test--master-2");
        await daemon.WaitForTextAsync("exit.log", "No post.sh for hbase found.");
        _ = await daemon.CallAsync("startProcess", "hbase--test--master");
        _ = await daemon.CallAsync("stopProcess", "hbase--test--master");
        await daemon.WaitForTextAsync("exit.log", "/app/hbase/test/slow/post.sh: ");
        await daemon.WaitForTextAsync("exit.log", "/app/hbase/test/worker/7/post.sh: exit status 3\nseven\n");
        await daemon.WaitForTextAsync("exit.log", "/app/hbase/test/master/post.sh: exit status 0\nRESULT 9\n");
        Assert.Equal($"{daemon.DirectoryPath}/app/hbase/test/master/post.sh\n", daemon.Text("ran"));

        string log = daemon.Text("exit.log");
        Assert.Contains("Process hbase--test--worker7 in group hbase--test--worker7 exited from state RUNNING. Now execute the post script.", log, StringComparison.Ordinal);
        Assert.DoesNotContain("plain", log, StringComparison.Ordinal);
        Assert.DoesNotContain("UNKNOWN", daemon.Text("main.log"), StringComparison.Ordinal);
        Assert.Equal("RUNNING", (await daemon.CallAsync("getProcessInfo", "exit")).AsStruct()["statename"].AsString());
    }

    private static void Script(ListenerDaemon daemon, string job, string text)
    {
        string directory = $"{daemon.DirectoryPath}/app/hbase/test/{job}";
        Directory.CreateDirectory(directory);
        File.WriteAllText($"{directory}/post.sh", $"cd {daemon.DirectoryPath}/app\n{text}\n");
    }
}
