using Minos.Configuration.Ini;

namespace Minos.Core.Tests.Configuration;

public sealed class GlobTests
{
    [Theory]
    [InlineData("a.conf", "*.conf", true)]
    [InlineData("a.conf", "?.conf", true)]
    [InlineData("ab.conf", "?.conf", false)]
    [InlineData("b.conf", "[a-c].conf", true)]
    [InlineData("b.conf", "[!a-c].conf", false)]
    [InlineData("].conf", "[]].conf", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("-", "[a-]", true)]
    [InlineData("aXbXc", "a*b*c", true)]
    [InlineData("aXbXd", "a*b*c", false)]
    [InlineData("", "*", true)]
    [InlineData("x", "", false)]
    public void Names_match_patterns(string name, string pattern, bool expected) => Assert.Equal(expected, Glob.IsMatch(name, pattern));

    [Fact]
    public void Patterns_may_stand_in_any_part_of_a_path()
    {
        using ConfigFile file = new ConfigFile("").With("b/x.ini", "").With("a/y.ini", "").With("a/.hidden.ini", "").With("a/z.txt", "");
        string root = file.Directory;

        Assert.Equal([$"{root}/a/y.ini", $"{root}/b/x.ini"], Glob.Find(root + "/*/*.ini"));
        Assert.Equal([$"{root}/a/.hidden.ini"], Glob.Find(root + "/a/.*"));
        Assert.Equal([$"{root}/a/y.ini"], Glob.Find(root + "/?/y.ini"));
        Assert.Equal([$"{root}/a/y.ini"], Glob.Find(root + "/a/y.ini"));
        Assert.Empty(Glob.Find(root + "/a/none.ini"));
        Assert.Empty(Glob.Find(root + "/none/*"));
    }
}
