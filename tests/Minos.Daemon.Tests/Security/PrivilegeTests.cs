using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Security;

/// <summary>Whose rights the daemon and its programs have.</summary>
public class PrivilegeTests
{
    private const string User = "nobody";

    [SkippableFact]
    public async Task A_daemon_with_a_user_has_nothing_of_roots_left_nor_have_its_programs()
    {
        Requires.That(Environment.UserName == "root", "only root may become another user");
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n", $"user={User}");
        await GiveAsync(minosd.Root);
        minosd.Start();
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
        foreach (string thread in Directory.GetDirectories($"/proc/{minosd.Pid}/task"))
        {
            await AssertIsAsync(Path.Combine(thread, "status"));
        }

        await AssertIsAsync($"/proc/{await minosd.PidOfAsync("p")}/status");
    }

    [SkippableFact]
    public async Task A_program_with_a_user_has_nothing_of_roots_left()
    {
        Requires.That(Environment.UserName == "root", "only root may become another user");
        await using Minosd minosd = await Minosd.StartAsync($"[program:p]\ncommand=/bin/sleep 1000\nuser={User}\nstartsecs=0\n");
        await minosd.UntilStateAsync("p", "RUNNING");
        await AssertIsAsync($"/proc/{await minosd.PidOfAsync("p")}/status");
    }

    [SkippableTheory]
    [InlineData("--bounding-set=-setuid")]
    [InlineData("--bounding-set=-setgid")]
    [InlineData("--securebits=+no_setuid_fixup")]
    public async Task A_program_whose_user_cannot_be_taken_on_is_not_run(string limits)
    {
        string setpriv = Requires.Program("setpriv");
        Requires.That((await Commands.RunAsync(setpriv, limits, "true")).Status == 0, "taking a capability away needs root");
        await using var minosd = new Minosd($"""
            [program:p]
            command=/bin/sh -c "id -u >> %(here)s/ran; sleep 1000"
            user={User}
            startsecs=0
            startretries=0
            """);
        minosd.Start(setpriv, limits);
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "FATAL");
        Assert.Contains("not permitted", (await minosd.InfoAsync("p"))["spawnerr"].AsString(), StringComparison.Ordinal);
        Assert.False(File.Exists(minosd["ran"]));

        // Nor does a daemon run as root that was to run as somebody else.
        await using var other = new Minosd("", $"user={User}");
        Finished finished = await Commands.RunAsync(setpriv, limits, Minosd.Binary, "-n", "-c", other.ConfigurationFile);
        Assert.Equal(2, finished.Status);
        Assert.Contains($"Could not become user {User}: Operation not permitted", finished.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(other["main.log"]));
    }

    private static async Task GiveAsync(string directory) =>
        Assert.Equal(0, (await Commands.RunAsync("/bin/chown", User, directory)).Status);

    /// <summary>Real, effective, saved and file system ids are the user's, the groups are his, and no capability is left.</summary>
    private static async Task AssertIsAsync(string status)
    {
        string uid = await IdAsync("-u"), gid = await IdAsync("-g");
        string[] groups = (await IdAsync("-G")).Split(' ');
        Dictionary<string, string[]> lines = (await File.ReadAllLinesAsync(status)).Select(static l => l.Split(':', 2))
            .ToDictionary(static l => l[0], static l => l[1].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(Enumerable.Repeat(uid, 4), lines["Uid"]);
        Assert.Equal(Enumerable.Repeat(gid, 4), lines["Gid"]);
        Assert.Equal(groups.Order(), lines["Groups"].Order());
        Assert.All(new[] { "CapInh", "CapPrm", "CapEff", "CapAmb" }, name => Assert.Equal("0000000000000000", lines[name].Single()));
    }

    private static async Task<string> IdAsync(string option) => (await Commands.RunAsync("/usr/bin/id", option, User)).Output.Trim();
}
