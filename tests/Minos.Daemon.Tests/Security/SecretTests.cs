using System.Text;
using Minos.Daemon.Tests.Deployment;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Deployment;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Security;

/// <summary>A daemon with a password wherever there can be one: where else they are afterwards, and who may read what it leaves.</summary>
public class SecretTests
{
    private static readonly string[] s_secrets = ["sEcRet-unix", "sEcRet-inet", "sEcRet-http-user", "sEcRet-program", "sEcRet-mail", "sEcRet-script", "sEcRet-guess"];

    [Fact]
    public async Task No_password_is_anywhere_but_where_it_was_put_and_nothing_is_open_to_others()
    {
        int port = LoopbackPort.Take();
        await using var minosd = new Minosd($"""
            [inet_http_server]
            port=127.0.0.1:{port}
            username=admin
            password=sEcRet-inet
            [unix_http_server:second]
            file=%(here)s/second.sock
            username=admin
            password=sEcRet-unix
            [http_user:reader]
            password=sEcRet-http-user
            role=read
            [program:p]
            command=/bin/sh -c "echo out; echo err >&2; exec sleep 1000"
            environment=TOKEN="sEcRet-program"
            startsecs=0
            [program:named]
            command=/bin/sh -c "echo out; exec sleep 1000"
            stdout_logfile=%(here)s/named.log
            startsecs=0
            [program:missing]
            command=/no/such/program
            environment=TOKEN="sEcRet-program"
            startretries=0
            [eventlistener:mail]
            command={Minosd.Binary} crashmailbatch --toEmail=a@b.example --fromEmail=c@d.example --smtpHost=127.0.0.1:{LoopbackPort.Take()} --userName=minos --passwordFile=%(here)s/mail.password --outbox=%(here)s/outbox
            events=PROCESS_STATE,TICK_60
            startsecs=0
            [package_server]
            root=%(here)s/store
            [rpcinterface:deployment]
            supervisor.rpcinterface_factory=deployment.rpcinterface:deployment_rpcinterface
            package_server=http://admin:sEcRet-inet@127.0.0.1:{port}
            package_root=%(here)s/packages
            app_root=%(here)s/app
            log_root=%(here)s/log
            data_dirs=%(here)s/data
            [include]
            files=conf/*.cfg
            """, "loglevel=blather");
        Directory.CreateDirectory(minosd["data"]);
        await File.WriteAllTextAsync(minosd["mail.password"], "sEcRet-mail\n");
        PackageInfo package = await DeploymentTests.AddAsync(minosd["store"], "r1", "web-1", "1");
        string[] own = [.. Directory.GetFileSystemEntries(minosd.Root)];
        minosd.Start("/bin/sh", "-c", "umask 0; exec \"$@\"", "sh");
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("named", "RUNNING");
        await minosd.UntilStateAsync("missing", "FATAL");

        // Right and wrong words at the doors, calls that fail, pages, a job, an upgrade, a kill.
        var answers = new StringBuilder();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        foreach ((string user, string password) in new[] { ("admin", "sEcRet-inet"), ("admin", "sEcRet-guess"), ("reader", "sEcRet-http-user") })
        {
            foreach (string path in new[] { "/", "/process.html?processname=p", "/tail.html?processname=p", "/metrics", "/packages.json", "/nothing" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
                using HttpResponseMessage response = await http.SendAsync(request);
                answers.AppendLine($"{response}");
                answers.AppendLine(await response.Content.ReadAsStringAsync());
            }
        }

        foreach (string method in new[] { "getAllConfigInfo", "getAllProcessInfo", "reloadConfig", "noSuchMethod" })
        {
            using var content = new StringContent(Http.RpcEndpointTests.Call("supervisor." + method));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/RPC2") { Content = content };
            request.Headers.Authorization = new("Basic", Convert.ToBase64String("admin:sEcRet-inet"u8));
            using HttpResponseMessage response = await http.SendAsync(request);
            string text = await response.Content.ReadAsStringAsync();
            Assert.Contains("<methodResponse>", text, StringComparison.Ordinal);
            answers.AppendLine(text);
        }

        Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config(
            ("package_name", package.Name), ("revision", package.Revision), ("timestamp", package.Timestamp),
            ("bootstrap.sh", "#!/bin/sh\n# sEcRet-script\nexit 0\n"), ("start.sh", "#!/bin/sh\n# sEcRet-script\nexec sleep 1000\n"),
            ("config_files", new RpcStruct { ["site.conf"] = "password=sEcRet-script\n" })))).AsString());
        Finished upgraded = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade");
        answers.AppendLine(upgraded.Output + upgraded.Error);
        Finished refused = await Commands.RunAsync(Minosd.Binary, "ctl", "-s", $"http://127.0.0.1:{port}", "-u", "admin", "-p", "sEcRet-guess", "status");
        answers.AppendLine(refused.Output + refused.Error);
        AssertNowhere("an answer", answers.ToString());

        foreach (int pid in Minosd.ChildrenOf(minosd.Pid).Append(minosd.Pid))
        {
            AssertNowhere($"the command line of {pid}", await File.ReadAllTextAsync($"/proc/{pid}/cmdline"));
            string environment = await File.ReadAllTextAsync($"/proc/{pid}/environ");
            AssertNowhere($"the environment of {pid}", pid == await minosd.PidOfAsync("p") ? environment.Replace("TOKEN=sEcRet-program", "", StringComparison.Ordinal) : environment);
        }

        await minosd.KillAsync();
        AssertNowhere("the daemon's stderr", minosd.Error);
        foreach (string path in Directory.EnumerateFileSystemEntries(minosd.Root, "*", SearchOption.AllDirectories).Except(own))
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                continue;
            }

            Assert.True((File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) == 0, $"{path} may be written by everybody");
            if (file.Attributes.HasFlag(FileAttributes.Directory) || path.EndsWith(".sock", StringComparison.Ordinal))
            {
                continue;
            }

            string text = await File.ReadAllTextAsync(path);
            bool isPrivate = (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) == 0;
            Assert.True(isPrivate || !text.Contains("sEcRet", StringComparison.Ordinal), $"{path} holds a password and is open to others");

            // What a job was given is in its own files, for their owner.
            AssertNowhere(path, path.Contains("/app/", StringComparison.Ordinal) ? text.Replace("sEcRet-script", "", StringComparison.Ordinal) : text);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(minosd["main.journal"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(minosd.Root, "p-stdout*").Single()));
        minosd.Start();
        await minosd.UntilUpAsync();
    }

    private static void AssertNowhere(string where, string text)
    {
        foreach (string secret in s_secrets)
        {
            foreach (string form in new[] { secret, Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{secret}")) })
            {
                Assert.False(text.Contains(form, StringComparison.Ordinal), $"{form} is in {where}");
            }
        }
    }
}
