using System.Security.Cryptography;
using Minos.Deployment;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>Both ends of the package protocol over real connections.</summary>
public sealed class PackageServerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("minos-package-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_package_goes_up_is_listed_and_comes_down()
    {
        await using PackageHost host = await PackageHost.StartAsync();
        using IPackageServer client = PackageServer.Open(host.Url);
        string file = Write("web-1.0.tar.gz", Tarball.Make("web-1.0"));

        PackageInfo package = await client.UploadAsync(file, "web", "r1", default);
        Assert.Equal(package, await client.UploadAsync(file, "web", "r1", default));
        Assert.Equal(package, await client.FindLatestAsync("web", default));
        Assert.Equal([package], await client.ListAsync(null, default));
        Assert.Null(await client.FindLatestAsync("other", default));
        await client.DownloadAsync(package, InDirectory("copy"), default);
        Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(InDirectory("copy")));
        Assert.True(await client.RemoveAsync(package, default));
        Assert.False(await client.RemoveAsync(package, default));
        Assert.Empty(host.Store.List());
    }

    [Fact]
    public async Task The_latest_is_what_came_last_within_one_second_too()
    {
        await using PackageHost host = await PackageHost.StartAsync();
        using IPackageServer client = PackageServer.Open(host.Url);
        for (int i = 0; i < 3; i++)
        {
            PackageInfo package = await client.UploadAsync(Write("web.tar.gz", Tarball.Make("web", $"{i}")), "web", "r1", default);
            Assert.Equal(package, await client.FindLatestAsync("web", default));
        }

        Assert.Equal(3, host.Store.List("web").Count);
    }

    [Fact]
    public async Task An_upload_with_a_wrong_digest_leaves_nothing()
    {
        await using PackageHost host = await PackageHost.StartAsync();
        var content = new MemoryStream(Tarball.Make("web"));
        var failure = await Assert.ThrowsAsync<DeploymentException>(() => host.Store.AddAsync("web", "r1", "web.tar.gz", content, new string('0', 40), default));
        Assert.Contains("checksum", failure.Message, StringComparison.Ordinal);
        Assert.Empty(host.Store.List());
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(host.Root, "web")));
    }

    [Fact]
    public async Task The_page_and_the_texts_are_the_originals()
    {
        await using PackageHost host = await PackageHost.StartAsync();
        PackageInfo package = await host.Store.AddAsync("web", "r1", "web.tar.gz", new MemoryStream(Tarball.Make("web")), null, default);
        Assert.Equal(
            $"{{'artifact': 'web','package_name': 'web.tar.gz','revision': 'r1','timestamp': '{package.Timestamp}','checksum': '{package.Checksum}'}}",
            await GetAsync(host, "get_latest_package_info/?artifact=web"));
        Assert.Equal(package.ToText(), await GetAsync(host, $"check_package/?artifact=web&checksum={package.Checksum}"));
        Assert.Equal("Package Not Found", await GetAsync(host, "check_package/?artifact=web&checksum=0"));
        Assert.Contains(package.Checksum, await GetAsync(host, "package_list/2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "r1", "web.tar.gz", "Upload failed: Artifact should not be empty")]
    [InlineData("web", "", "web.tar.gz", "Upload failed: Revison should not be empty")]
    [InlineData("..", "r1", "web.tar.gz", "is not allowed")]
    [InlineData("web", "../r", "web.tar.gz", "is not allowed")]
    [InlineData("web", "r1", "a b.tar.gz", "is not allowed")]
    [InlineData("web", "r1", "/home/me/web.tar.gz", "Packakge web.tar.gz upload successfully!")]
    public async Task An_upload_answers_in_the_originals_words(string artifact, string revision, string name, string answer)
    {
        await using PackageHost host = await PackageHost.StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(artifact), "artifact" },
            { new StringContent(revision), "revision" },
            { new ByteArrayContent(Tarball.Make("web")), "file", name },
        };
        using HttpClient http = Client(host);
        string page = await (await http.PostAsync(new Uri(Address(host), "upload_package/"), form)).Content.ReadAsStringAsync();
        Assert.Contains(answer, page, StringComparison.Ordinal);
        Assert.Equal(answer.StartsWith("Packakge", StringComparison.Ordinal) ? 1 : 0, host.Store.List().Count);
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_resumed()
    {
        byte[] random = RandomNumberGenerator.GetBytes(300_000);
        random[0] = 0x1f;
        random[1] = 0x8b;
        string tag = "";
        var faulty = new FaultyServer(async (context, _, stopping) =>
        {
            context.Response.Headers.ETag = tag;
            context.Response.ContentLength = random.Length;
            await context.Response.Body.WriteAsync(random.AsMemory(0, 100_000), stopping);
            await context.Response.Body.FlushAsync(stopping);
            context.Abort();
            return true;
        });
        await using PackageHost host = await PackageHost.StartAsync(faulty);
        PackageInfo package = await host.Store.AddAsync("web", "r1", "web.tar.gz", new MemoryStream(random), null, default);
        tag = $"\"{package.Checksum}\"";
        using (IPackageServer impatient = PackageServer.Open(host.Url, new PackageClientOptions { Resumptions = 0 }))
        {
            await Assert.ThrowsAsync<DeploymentException>(() => impatient.DownloadAsync(package, InDirectory("copy"), default));
        }

        Assert.False(File.Exists(InDirectory("copy")));
        long there = new FileInfo(InDirectory("copy.part")).Length;
        Assert.InRange(there, 1, 100_000);
        faulty.IsOn = false;
        using IPackageServer client = PackageServer.Open(host.Url);
        await client.DownloadAsync(package, InDirectory("copy"), default);
        Assert.Equal(random, await File.ReadAllBytesAsync(InDirectory("copy")));
        Assert.Equal(["copy"], Directory.GetFiles(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_server_answers_the_rest_of_a_file_only_while_it_is_the_same()
    {
        await using PackageHost host = await PackageHost.StartAsync();
        PackageInfo package = await host.Store.AddAsync("web", "r1", "web.tar.gz", new MemoryStream(Tarball.Make("web")), null, default);
        using HttpClient http = Client(host);
        async Task<int> StatusAsync(string tag, long from)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address(host), $"packages/{package.RelativePath}"));
            request.Headers.Range = new(from, null);
            request.Headers.IfRange = new(new System.Net.Http.Headers.EntityTagHeaderValue($"\"{tag}\""));
            using HttpResponseMessage response = await http.SendAsync(request);
            return (int)response.StatusCode;
        }

        Assert.Equal(206, await StatusAsync(package.Checksum, 10));
        Assert.Equal(200, await StatusAsync("other", 10));
        Assert.Equal(416, await StatusAsync(package.Checksum, 1_000_000));
    }

    [Theory]
    [InlineData("lies", "checksum")]
    [InlineData("html", "is not a .tar.gz")]
    [InlineData("stalls", "silent")]
    [InlineData("half", "http://")]
    public async Task A_server_that_misbehaves_is_found_out_and_leaves_no_file(string kind, string message)
    {
        byte[] body = kind == "html" ? "<html>Service unavailable</html>"u8.ToArray() : Tarball.Make("other");
        var faulty = new FaultyServer(async (context, _, stopping) =>
        {
            context.Response.ContentLength = body.Length + (kind is "stalls" or "half" ? 100 : 0);
            await context.Response.Body.WriteAsync(body, stopping);
            await context.Response.Body.FlushAsync(stopping);
            if (kind == "stalls")
            {
                await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted).Token);
            }

            if (kind == "half")
            {
                context.Abort();
            }

            return true;
        });
        await using PackageHost host = await PackageHost.StartAsync(faulty);
        PackageInfo package = await host.Store.AddAsync("web", "r1", "web.tar.gz", new MemoryStream(Tarball.Make("web")), null, default);
        using IPackageServer client = PackageServer.Open(host.Url, new PackageClientOptions { StallTimeout = TimeSpan.FromSeconds(2) });

        var failure = await Assert.ThrowsAsync<DeploymentException>(() => client.DownloadAsync(package, InDirectory("copy"), default));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(InDirectory("copy")));
        Assert.DoesNotContain("p@ss", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_serves_as_well()
    {
        using IPackageServer client = PackageServer.Open(new Uri(InDirectory("store")).AbsoluteUri);
        PackageInfo package = await client.UploadAsync(Write("web.tar.gz", Tarball.Make("web")), "web", "r1", default);
        await client.DownloadAsync(package, InDirectory("copy"), default);
        Assert.Equal([package], await client.ListAsync("web", default));

        // What has been changed on the disk is not what was published.
        await File.AppendAllTextAsync(Path.Combine(InDirectory("store"), package.RelativePath), "x");
        await Assert.ThrowsAsync<DeploymentException>(() => client.DownloadAsync(package, InDirectory("copy2"), default));
        Assert.False(File.Exists(InDirectory("copy2")));
    }

    [Theory]
    [InlineData("__import__('os').system('id')")]
    [InlineData("{'artifact': __import__('os')}")]
    [InlineData("{'artifact': 'web','package_name': '../x','revision': 'r','timestamp': 't','checksum': ''}")]
    [InlineData("{'artifact': 'web'")]
    public void Texts_that_are_no_package_are_refused(string text) => Assert.Null(PackageInfo.Parse(text));

    private static Uri Address(PackageHost host) => new UriBuilder(host.Url) { UserName = "", Password = "", Path = "/" }.Uri;

    private static HttpClient Client(PackageHost host)
    {
        var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("user:p@ss"u8));
        Assert.StartsWith("http://", host.Url, StringComparison.Ordinal);
        return http;
    }

    private static async Task<string> GetAsync(PackageHost host, string path)
    {
        using HttpClient http = Client(host);
        return await http.GetStringAsync(new Uri(Address(host), path));
    }

    private string InDirectory(string name) => Path.Combine(_directory, name);

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(InDirectory(name), bytes);
        return InDirectory(name);
    }
}
