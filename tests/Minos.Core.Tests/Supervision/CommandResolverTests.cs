using Minos.Configuration;
using Minos.Core.Tests.Logs;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>Where the file of a command is looked for, and what is said when it cannot be run.</summary>
public sealed class CommandResolverTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_is_used_as_it_is()
    {
        ResolvedCommand command = CommandResolver.Resolve(Programs.Named(command: "/bin/sh -c 'exit 1'"));

        Assert.Equal("/bin/sh", command.FileName);
        Assert.Equal(["/bin/sh", "-c", "exit 1"], command.Arguments);
    }

    [Fact]
    public void A_name_is_looked_for_on_the_programs_own_PATH_and_keeps_its_name()
    {
        string file = Create("tool", Executable);
        ResolvedCommand command = CommandResolver.Resolve(OnPath("tool -x", "/none:" + _folder.Root));

        Assert.Equal(file, command.FileName);
        Assert.Equal(["tool", "-x"], command.Arguments);
    }

    [Fact]
    public void A_name_is_looked_for_on_the_daemons_PATH_otherwise() =>
        Assert.EndsWith("/sh", CommandResolver.Resolve(Programs.Named(command: "sh")).FileName, StringComparison.Ordinal);

    [Fact]
    public void The_first_that_exists_wins_even_if_it_cannot_be_run()
    {
        string file = Create("sh", UnixFileMode.UserRead);

        SpawnFailure failure = Fail(OnPath("sh", _folder.Root + ":/bin"));
        Assert.Equal((SpawnFailureKind.NotExecutable, $"command at '{file}' is not executable"), (failure.Kind, failure.Message));
    }

    [Theory]
    [InlineData("", SpawnFailureKind.NotExecutable, "command is empty")]
    [InlineData("  ", SpawnFailureKind.NotExecutable, "command is empty")]
    [InlineData("/bin/cat \"x", SpawnFailureKind.NotExecutable, "can't parse command '/bin/cat \"x': No closing quotation")]
    [InlineData("cat 'x", SpawnFailureKind.NotExecutable, "can't parse command \"cat 'x\": No closing quotation")]
    [InlineData("/no/such/cmd -x", SpawnFailureKind.NoFile, "can't find command '/no/such/cmd'")]
    [InlineData("no-such-command", SpawnFailureKind.NoFile, "can't find command 'no-such-command'")]
    [InlineData("./no-such-command", SpawnFailureKind.NoFile, "can't find command './no-such-command'")]
    [InlineData("/tmp", SpawnFailureKind.NotExecutable, "command at '/tmp' is a directory")]
    [InlineData("/etc/passwd", SpawnFailureKind.NotExecutable, "command at '/etc/passwd' is not executable")]
    [InlineData("/etc/passwd/x", SpawnFailureKind.NoFile, "can't find command '/etc/passwd/x'")]
    public void What_cannot_be_run_is_said_in_Supervisors_words(string command, SpawnFailureKind kind, string message)
    {
        SpawnFailure failure = Fail(Programs.Named(command: command));

        Assert.Equal((kind, message), (failure.Kind, failure.Message));
    }

    [SkippableFact]
    public void A_file_that_only_others_may_run_needs_permission()
    {
        Skip.If(Users.IsRoot, "root may run every file that has an x bit");
        string file = Create("theirs", UnixFileMode.OtherExecute);

        Assert.Equal($"no permission to run command '{file}'", Fail(Programs.Named(command: file)).Message);
    }

    private static SpawnFailure Fail(ProcessSettings settings) => Assert.Throws<SpawnFailure>(() => CommandResolver.Resolve(settings));

    private static ProcessSettings OnPath(string command, string path) =>
        Programs.Named(command: command) with { Environment = [new KeyValuePair<string, string>("PATH", path)] };

    private string Create(string name, UnixFileMode mode)
    {
        File.WriteAllText(_folder[name], "#!/bin/sh\n");
        File.SetUnixFileMode(_folder[name], mode);
        return _folder[name];
    }
}
