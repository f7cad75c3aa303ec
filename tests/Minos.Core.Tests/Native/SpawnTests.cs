using System.Globalization;
using System.Text;
using Minos.Core.Tests.Logs;
using Minos.Native;

namespace Minos.Core.Tests.Native;

/// <summary>Pipes, ends and signals of children, and starts that fail.</summary>
[Collection(NativeCollection.Name)]
public sealed class SpawnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_streams_are_pipes(bool trampoline)
    {
        using SpawnedProcess child = Children.Spawner().Spawn(Children.Shell("read line; echo \"out $line\"; echo err >&2").Through(trampoline));
        Children.Write(child.Input!, "hello\n"u8);
        await Children.WaitAsync(child);

        Assert.Equal("out hello\n", Children.Read(child.Output));
        Assert.Equal("err\n", Children.Read(child.Error));
    }

    [Fact]
    public async Task Its_stderr_can_go_where_its_stdout_goes()
    {
        (_, string output, string error) = await Children.RunAsync(
            Children.Shell("echo 1; echo 2 >&2; echo 3; cat") with { StandardError = ChildStream.Merge, StandardInput = ChildStream.Null });

        Assert.Equal(("1\n2\n3\n", ""), (output, error));
    }

    [Fact]
    public async Task It_keeps_its_pipes_alive_when_the_daemon_is_gone()
    {
        SpawnedProcess child = Children.Spawner().Spawn(Children.Shell(
            $"cd {_folder.Root}; while [ ! -e gone ]; do sleep 0.02; done; echo still here && echo ok > survived"));
        child.Input!.Dispose();
        child.Output!.Dispose();
        child.Error!.Dispose();
        File.WriteAllText(_folder["gone"], "");
        ExitStatus status = await Children.WaitAsync(child);
        child.Dispose();

        Assert.Equal(new ExitStatus(0, 0, false), status);
        Assert.Equal("ok\n", _folder.Text("survived"));
    }

    [Theory]
    [InlineData("exit 0", 0, 0, "exit status 0")]
    [InlineData("exit 3", 3, 0, "exit status 3")]
    [InlineData("exit 255", 255, 0, "exit status 255")]
    [InlineData("kill -TERM $$", 0, 15, "terminated by SIGTERM")]
    [InlineData("kill -KILL $$", 0, 9, "terminated by SIGKILL")]
    [InlineData("kill -40 $$", 0, 40, "terminated by signal 40")]
    public async Task Its_end_is_told_as_it_was(string script, int code, int signal, string text)
    {
        (ExitStatus status, _, _) = await Children.RunAsync(Children.Shell(script));

        Assert.Equal((code, signal, text), (status.Code, status.Signal, status.ToString()));
        Assert.Equal(signal == 0 ? code : -1, status.SupervisorCode);
    }

    [Fact]
    public async Task A_child_that_runs_has_no_status_and_one_that_has_ended_takes_no_signal()
    {
        using SpawnedProcess child = Children.Spawner().Spawn(Children.Request("/bin/sleep", "1000"));
        Assert.False(child.TryWait(out _));
        Assert.Equal(0, child.Signal(0));
        Assert.Equal(0, child.Signal(9));
        Assert.Equal(9, (await Children.WaitAsync(child)).Signal);

        Assert.Equal(Errno.ESRCH, child.Signal(9));
        Assert.Equal(Errno.ESRCH, child.Signal(9, group: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_signal_reaches_the_group_only_when_asked_to(bool group)
    {
        using SpawnedProcess child = Children.Spawner().Spawn(Children.Shell($"sleep 1000 & echo $! > {_folder["pid"]}; wait"));
        await Shell.UntilAsync(() => File.Exists(_folder["pid"]) && _folder.Text("pid").EndsWith('\n'));
        int grandchild = int.Parse(_folder.Text("pid"), CultureInfo.InvariantCulture);
        Assert.Equal(0, child.Signal(15, group));
        await Children.WaitAsync(child);

        if (group)
        {
            await Shell.UntilAsync(() => !IsRunning(grandchild));
        }
        else
        {
            Assert.True(IsRunning(grandchild));
            Assert.Equal(0, Libc.Kill(grandchild, 9));
        }
    }

    [Theory]
    [InlineData("missing", false, SpawnStage.Execute, Errno.ENOENT)]
    [InlineData("missing", true, SpawnStage.Execute, Errno.ENOENT)]
    [InlineData("directory", false, SpawnStage.Execute, Errno.EACCES)]
    [InlineData("directory", true, SpawnStage.Execute, Errno.EACCES)]
    [InlineData("text", false, SpawnStage.Execute, 8)]
    [InlineData("text", true, SpawnStage.Execute, 8)]
    [InlineData("interpreter", false, SpawnStage.Execute, Errno.ENOENT)]
    [InlineData("interpreter", true, SpawnStage.Execute, Errno.ENOENT)]
    [InlineData("cwd", false, SpawnStage.Directory, Errno.ENOENT)]
    [InlineData("cwd", true, SpawnStage.Directory, Errno.ENOENT)]
    [InlineData("cwdfile", false, SpawnStage.Directory, Errno.ENOTDIR)]
    [InlineData("cwdfile", true, SpawnStage.Directory, Errno.ENOTDIR)]
    public async Task A_start_that_fails_says_why_and_leaves_nothing_behind(string what, bool trampoline, SpawnStage stage, int errno)
    {
        SpawnRequest request = (what switch
        {
            "missing" => Children.Request(_folder["none"]),
            "directory" => Children.Request(_folder.Root),
            "text" => Children.Request(Script("echo no interpreter\n")),
            "interpreter" => Children.Request(Script("#!/no/such/interpreter\n")),
            "cwd" => Children.Request("/bin/true") with { Directory = _folder["none"] },
            _ => Children.Request("/bin/true") with { Directory = "/etc/passwd" },
        }).Through(trampoline);
        Spawner spawner = Children.Spawner();
        _ = Assert.Throws<SpawnException>(() => spawner.Spawn(request));
        await Children.AssertLeavesNothingAsync(() =>
        {
            for (int i = 0; i < (trampoline ? 2 : 20); i++)
            {
                SpawnException exception = Assert.Throws<SpawnException>(() => spawner.Spawn(request));
                Assert.Equal((stage, errno), (exception.Stage, exception.Errno));
            }

            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Starts_and_ends_leave_no_descriptor_open(bool trampoline)
    {
        await Children.RunAsync(Children.Request("/bin/true").Through(trampoline));
        await Children.AssertLeavesNothingAsync(async () =>
        {
            for (int i = 0; i < (trampoline ? 2 : 20); i++)
            {
                await Children.RunAsync(Children.Request("/bin/true").Through(trampoline));
            }
        });
    }

    [Fact]
    public async Task Output_larger_than_the_pipe_waits_for_its_reader()
    {
        using SpawnedProcess child = Children.Spawner().Spawn(Children.Shell("head -c 1000000 /dev/zero"));
        var read = new MemoryStream();
        byte[] buffer = new byte[65536];
        bool ended = false;
        await Shell.UntilAsync(() =>
        {
            // What was written before the end was seen is in the pipe by now.
            bool last = ended = ended || child.TryWait(out _);
            for (int count; (count = Children.ReadSome(child.Output!, buffer)) > 0;)
            {
                read.Write(buffer, 0, count);
            }

            return last;
        });

        Assert.Equal(1000000, read.Length);
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(' ')[2] != "Z";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string Script(string text)
    {
        File.WriteAllText(_folder["script"], text, Encoding.ASCII);
        File.SetUnixFileMode(_folder["script"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return _folder["script"];
    }
}
