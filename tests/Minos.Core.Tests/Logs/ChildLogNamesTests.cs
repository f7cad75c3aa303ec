using Minos.Logs;
using Minos.Native;

namespace Minos.Core.Tests.Logs;

public sealed class ChildLogNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_is_created_empty_and_private_under_a_new_name()
    {
        string path = ChildLogNames.Create(_folder.Root, "web_00", "stdout", "supervisor");

        Assert.Matches("^web_00-stdout---supervisor-[a-z0-9_]{8}[.]log$", Path.GetFileName(path));
        Assert.True(FileStatus.TryGet(path, out FileStatus status));
        Assert.Equal((0L, Convert.ToInt32("600", 8)), (status.Length, status.Mode & 0x1FF));
        Assert.NotEqual(path, ChildLogNames.Create(_folder.Root, "web_00", "stdout", "supervisor"));
    }

    [Fact]
    public void A_slash_in_a_name_does_not_leave_the_directory() =>
        Assert.Equal(_folder.Root, Path.GetDirectoryName(ChildLogNames.Create(_folder.Root, "../a/b", "stdout", "../x")));

    [Fact]
    public void A_directory_that_is_missing_is_named_in_the_error() =>
        Assert.Contains(_folder["none"], Assert.Throws<IOException>(() => ChildLogNames.Create(_folder["none"], "a", "stdout", "x")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("web-stdout---super.visor-abcdef12.log", true)]
    [InlineData("web-stdout---super.visor-abcdef12.log.1", true)]
    [InlineData("web-stdout---super.visor-abcdef12.log.10", true)]
    [InlineData("a b---c-stderr---super.visor-ABCdef.log", true)]
    [InlineData("a---super.visor-b-stdout---super.visor-abcdef12.log", true)]
    [InlineData("web-stdout---superXvisor-abcdef12.log", false)]
    [InlineData("web-stdout---super.visor-2-abcdef12.log", false)]
    [InlineData("web-stdout---super.visor-abcdef12.txt", false)]
    [InlineData("---super.visor-abcdef12.log", false)]
    [InlineData("supervisord.log", false)]
    public void Only_the_logs_of_this_identifier_are_removed(string name, bool removed)
    {
        File.WriteAllText(_folder[name], "");
        ChildLogNames.RemoveOld(_folder.Root, "super.visor", _log);

        Assert.Equal(!removed, File.Exists(_folder[name]));
        Assert.Empty(_log.Messages);
    }

    [Fact]
    public void What_was_created_is_removed_by_the_next_run()
    {
        _ = ChildLogNames.Create(_folder.Root, "web/1", "stderr", "a/(b");
        ChildLogNames.RemoveOld(_folder.Root, "a/(b", _log);

        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void A_directory_that_cannot_be_listed_is_a_warning()
    {
        ChildLogNames.RemoveOld(_folder["none"], "supervisor", _log);
        Assert.Equal(["Could not clear childlog dir"], _log.Messages);
    }
}
