using System.Text;
using Minos.Deployment;

namespace Minos.Core.Tests.Deployment;

public class PackageListTests
{
    [Fact]
    public void Packages_are_read_as_they_were_written()
    {
        PackageInfo[] packages =
        [
            new("hadoop", "hadoop-2.0.tar.gz", "r1", "20260102-030405", "0123456789abcdef0123456789abcdef01234567"), new("hbase", "b.tgz", "2", "3"),
        ];
        Assert.Equal(packages, PackageList.Parse(Encoding.UTF8.GetString(PackageList.ToJson(packages))));
        Assert.Empty(PackageList.Parse("[]")!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"artifact\":\"a\",\"name\":\"b\",\"revision\":\"c\"}]")]
    [InlineData("[{\"artifact\":\"a\",\"name\":\"b\",\"revision\":\"c\",\"timestamp\":4}]")]
    [InlineData("[{\"artifact\":\"..\",\"name\":\"b\",\"revision\":\"c\",\"timestamp\":\"d\"}]")]
    public void What_is_no_list_of_packages_is_null(string json) => Assert.Null(PackageList.Parse(json));
}
