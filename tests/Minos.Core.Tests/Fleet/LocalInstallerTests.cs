using Minos.Fleet;

namespace Minos.Core.Tests.Fleet;

public sealed class LocalInstallerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("minos-install-");
    private readonly HostGroup _group;
    private readonly SupervisorLayout _layout;

    public LocalInstallerTests()
    {
        string root = Path.Combine(_directory.FullName, "root");
        _group = new HostGroup { Name = "local", RootDirectory = root, DataDirectories = [Path.Combine(root, "data")], Hosts = [new FleetHost(0, "localhost")] };
        _layout = new SupervisorLayout(root);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Installs_once_and_then_finds_nothing_to_do()
    {
        SupervisorRelease release = MakeRelease("one");
        InstallResult first = LocalInstaller.Install(_group, release, "[supervisord]\n");
        Assert.Equal(InstallStatus.Changed, first.Status);
        Assert.True(first.ReleaseChanged);
        Assert.True(first.ConfigurationChanged);
        Assert.Equal("releases/" + release.Digest, new FileInfo(_layout.CurrentLink).LinkTarget);
        Assert.Equal("one", File.ReadAllText(_layout.Executable));
        Assert.True((File.GetUnixFileMode(_layout.Executable) & UnixFileMode.UserExecute) != 0);
        Assert.Equal("library", File.ReadAllText(Path.Combine(_layout.CurrentLink, "lib/library.dll")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_layout.ConfigurationFile));
        Assert.All([_layout.LogDirectory, _layout.RunDirectory, _group.DataDirectories[0]], static directory => Assert.True(Directory.Exists(directory)));

        InstallResult second = LocalInstaller.Install(_group, MakeRelease("one"), "[supervisord]\n");
        Assert.Equal(InstallStatus.Unchanged, second.Status);
        Assert.False(second.ReleaseChanged);
        Assert.Equal(first.Digest, second.Digest);
    }

    [Fact]
    public void Another_build_is_put_beside_the_old_one()
    {
        InstallResult first = LocalInstaller.Install(_group, MakeRelease("one"), "");
        InstallResult second = LocalInstaller.Install(_group, MakeRelease("two"), "");
        Assert.NotEqual(first.Digest, second.Digest);
        Assert.False(second.ConfigurationChanged);
        Assert.Equal("two", File.ReadAllText(_layout.Executable));
        Assert.True(Directory.Exists(Path.Combine(_layout.ReleasesDirectory, first.Digest)));
    }

    [Fact]
    public void A_release_that_was_damaged_is_made_whole()
    {
        SupervisorRelease release = MakeRelease("one");
        LocalInstaller.Install(_group, release, "");
        File.WriteAllText(_layout.Executable, "o");

        InstallResult again = LocalInstaller.Install(_group, release, "");
        Assert.Equal(InstallChangeKind.Updated, Assert.Single(again.Changes).Kind);
        Assert.Equal("one", File.ReadAllText(_layout.Executable));
    }

    [Fact]
    public void Only_the_newest_releases_are_kept()
    {
        foreach (string content in (string[])["1", "2", "3", "4", "5"])
        {
            LocalInstaller.Install(_group, MakeRelease(content), "");
        }

        Assert.Equal(3, Directory.GetDirectories(_layout.ReleasesDirectory).Length);
        Assert.Equal("5", File.ReadAllText(_layout.Executable));
    }

    [Fact]
    public void A_changed_configuration_is_the_only_change()
    {
        SupervisorRelease release = MakeRelease("one");
        LocalInstaller.Install(_group, release, "old");
        InstallResult result = LocalInstaller.Install(_group, release, "new");
        Assert.Equal(new InstallChange(InstallChangeKind.Updated, "supervisord.conf"), Assert.Single(result.Changes));
        Assert.Equal("new", File.ReadAllText(_layout.ConfigurationFile));
    }

    [Fact]
    public void A_failed_installation_leaves_the_old_release_in_use()
    {
        LocalInstaller.Install(_group, MakeRelease("one"), "");
        SupervisorRelease vanishing = MakeRelease("two");
        Directory.Delete(Path.Combine(_directory.FullName, "build"), recursive: true);

        Assert.ThrowsAny<IOException>(() => LocalInstaller.Install(_group, vanishing, ""));
        Assert.Equal("one", File.ReadAllText(_layout.Executable));
        Assert.Single(Directory.GetDirectories(_layout.ReleasesDirectory));
    }

    private SupervisorRelease MakeRelease(string content)
    {
        string build = Path.Combine(_directory.FullName, "build");
        Directory.CreateDirectory(Path.Combine(build, "lib"));
        File.WriteAllText(Path.Combine(build, "minosd"), content);
        File.SetUnixFileMode(Path.Combine(build, "minosd"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(build, "lib/library.dll"), "library");
        return SupervisorRelease.FromDirectory(build);
    }
}
