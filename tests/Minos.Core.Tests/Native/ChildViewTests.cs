using System.Diagnostics;
using Minos.Configuration;
using Minos.Native;
using Pipe = Minos.Native.Pipe;

namespace Minos.Core.Tests.Native;

/// <summary>What a child finds, with and without the trampoline.</summary>
[Collection(NativeCollection.Name)]
public class ChildViewTests
{
    private const int DuplicateKeepOnExec = 0; // F_DUPFD

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_signals_are_the_defaults_and_none_is_blocked(bool trampoline)
    {
        Dictionary<string, string> status = await StatusAsync(trampoline);

        // The C library keeps 32 and 33 for itself and may leave them ignored.
        Assert.Equal(0UL, Convert.ToUInt64(status["SigIgn"], 16) & ~0x1_8000_0000UL);
        Assert.Equal(0UL, Convert.ToUInt64(status["SigBlk"], 16));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SIGPIPE_ends_it(bool trampoline)
    {
        // 141 is what a shell makes of SIGPIPE.
        (_, string output, _) = await Children.RunAsync(
            Children.Shell("{ (yes; echo \"yes $?\" >&2) | head -n 1 >/dev/null; } 2>&1").Through(trampoline));

        Assert.Contains("yes 141", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_leads_a_session_and_a_process_group_of_its_own(bool trampoline)
    {
        (_, string output, _) = await Children.RunAsync(Children.Request("/bin/cat", "/proc/self/stat").Through(trampoline));
        string[] fields = output.Split(' ');

        Assert.Equal(Environment.ProcessId.ToString(), fields[3]);
        Assert.Equal(fields[0], fields[4]);
        Assert.Equal(fields[0], fields[5]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_open_above_its_stderr(bool trampoline)
    {
        using Pipe pipe = Pipe.Create();
        int[] leaks = [.. new[] { 20, 251 }.Select(n => Libc.Fcntl((int)pipe.ReadEnd.DangerousGetHandle(), DuplicateKeepOnExec, n))];
        try
        {
            Assert.All(leaks, descriptor => Assert.True(descriptor >= 20));
            (_, string output, _) = await Children.RunAsync(Children.Request("/bin/ls", "/proc/self/fd").Through(trampoline));

            // The last is the directory that ls reads.
            Assert.Equal(["0", "1", "2", "3"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Assert.All(leaks, descriptor => Assert.Equal(0, Libc.Close(descriptor)));
        }
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 2000)]
    [InlineData(true, 2000)]
    public async Task Its_limit_on_files_is_the_original_one_and_minfds_at_least(bool trampoline, int minimum)
    {
        DescriptorLimit limit = DescriptorLimit.Raise(minimum);
        (_, string output, _) = await Children.RunAsync(Children.Shell("ulimit -Sn; ulimit -Hn").Through(trampoline), limit);

        Assert.True(limit.Children >= (ulong)minimum);
        Assert.Equal([limit.Children, DescriptorLimit.Hard], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ulong.Parse));
        Assert.Equal(DescriptorLimit.Hard, DescriptorLimit.Unchanged.Children);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_runs_in_the_directory_with_just_the_environment_and_arguments_asked_for(bool trampoline)
    {
        SpawnRequest request = Children.Shell("pwd; env; echo \"$0 $1\"") with { Directory = "/usr/lib" };
        (_, string output, _) = await Children.RunAsync((request with
        {
            Arguments = [.. request.Arguments, "a b", "ü"],
            Environment = ["X=1 2", "PATH=/usr/bin:/bin", "LEER="],
        }).Through(trampoline));

        Assert.Equal(
            ["/usr/lib", "LEER=", "PATH=/usr/bin:/bin", "X=1 2", "a b ü"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("PWD=", StringComparison.Ordinal)).OrderBy(Rank).ThenBy(l => l, StringComparer.Ordinal));

        static int Rank(string line) => line.StartsWith('/') ? 0 : line.Contains('=') ? 1 : 2;
    }

    [Fact]
    public async Task It_gets_the_mask()
    {
        (_, string output, _) = await Children.RunAsync(Children.Shell("umask") with { Umask = 0x3F });

        Assert.Equal("0077\n", output);
    }

    [SkippableFact]
    public async Task It_becomes_the_user_with_all_of_the_users_groups()
    {
        Skip.IfNot(Users.IsRoot, "only root may become another user");
        string name = UserWithGroups();
        UserIdentity user = UserDatabase.FindUser(name)!;
        (_, string output, string error) = await Children.RunAsync(Children.Shell("id -u; id -ru; id -g; id -G") with { User = user });

        Assert.Equal("", error);
        Assert.Equal($"{user.UserId}\n{user.UserId}\n{user.GroupId}\n{GroupsOf(name)}", output);
    }

    [SkippableFact]
    public void A_user_that_cannot_be_become_is_an_error_of_its_own()
    {
        Skip.IfNot(Users.IsRoot, "only root gets as far as the group");
        var nobody = new UserIdentity("minos-nobody", 65533, uint.MaxValue, "/");
        SpawnException exception = Assert.Throws<SpawnException>(
            () => Children.Spawner().Spawn(Children.Request("/bin/true") with { User = nobody }));

        Assert.Equal((SpawnStage.User, Errno.EINVAL), (exception.Stage, exception.Errno));
    }

    [SkippableFact]
    public void Without_root_another_user_is_refused()
    {
        Skip.If(Users.IsRoot, "root may become anybody");
        SpawnException exception = Assert.Throws<SpawnException>(
            () => Children.Spawner().Spawn(Children.Request("/bin/true") with { User = UserDatabase.FindUser(0) }));

        Assert.Equal((SpawnStage.User, Errno.EPERM), (exception.Stage, exception.Errno));
    }

    private static async Task<Dictionary<string, string>> StatusAsync(bool trampoline)
    {
        (_, string output, _) = await Children.RunAsync(Children.Request("/bin/cat", "/proc/self/status").Through(trampoline));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(':', 2)).ToDictionary(l => l[0], l => l[1].Trim());
    }

    /// <summary>A user in more than one group if this machine has one.</summary>
    private static string UserWithGroups() =>
        File.ReadLines("/etc/passwd").Select(l => l.Split(':')[0]).Where(n => n != "root").FirstOrDefault(n => GroupsOf(n).Contains(' '), "nobody");

    private static string GroupsOf(string user)
    {
        using Process id = Process.Start(new ProcessStartInfo("id", ["-G", user]) { RedirectStandardOutput = true })!;
        return id.StandardOutput.ReadToEnd();
    }
}
