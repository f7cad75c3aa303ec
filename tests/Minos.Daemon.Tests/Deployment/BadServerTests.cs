using Minos.Daemon.Tests.EndToEnd;
using Minos.Deployment;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>Package servers that lie, stall or break off, seen from the job that is to be installed.</summary>
public sealed class BadServerTests
{
    [Theory]
    [InlineData("lies", "the checksum of http://")]
    [InlineData("html", "is not a .tar.gz")]
    [InlineData("stalls", "has been silent for 2 s")]
    [InlineData("half", "http://")]
    public async Task Nothing_of_a_bad_download_is_installed(string kind, string message)
    {
        byte[] good = Tarball.Make("web-1");
        byte[] body = kind switch
        {
            "html" => "<html>Service unavailable</html>"u8.ToArray(),
            "lies" => Tarball.Make("web-1", "another"),
            _ => good[..(good.Length / 2)],
        };
        var faulty = new FaultyServer(async (context, _, stopping) =>
        {
            context.Response.ContentLength = kind is "stalls" or "half" ? good.Length : body.Length;
            await context.Response.Body.WriteAsync(body, stopping);
            await context.Response.Body.FlushAsync(stopping);
            if (kind == "stalls")
            {
                await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted).Token);
            }
            else if (kind == "half")
            {
                context.Abort();
            }

            return true;
        });
        await using PackageHost packages = await PackageHost.StartAsync(faulty);
        PackageInfo package = await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(good), null, default);
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url, "package_stall_timeout = 2");
        string answer = (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config())).AsString();
        Assert.Contains(message, answer, StringComparison.Ordinal);
        Assert.EndsWith(". There may be an error about your package information.", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("p@ss", answer, StringComparison.Ordinal);
        string version = minosd[$"packages/s/c/{package.Version}"];
        Assert.False(File.Exists(Path.Combine(version, "web-1.tar.gz")));
        Assert.Empty(Directory.GetDirectories(version));
        Assert.Null(new FileInfo(minosd["app/s/c/j/package"]).LinkTarget);
        Assert.Equal("You should bootstrap the job first", (await minosd.DeployAsync("start", "s", "c", "j", DeployHost.Config(("start.sh", DeployHost.Script)))).AsString());

        faulty.IsOn = false;
        Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config())).AsString());
        Assert.Equal("1", await File.ReadAllTextAsync(minosd["app/s/c/j/package/version"]));
    }
}
