using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Deployment;
using Minos.Tests;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>One daemon that serves packages and deploys from itself.</summary>
/// <remarks>MINOS_TEST_LONG=1: 1 GB instead of 128 MB.</remarks>
public sealed class PackageTransferTests : IAsyncLifetime, IDisposable
{
    private static readonly long s_bytes = Environment.GetEnvironmentVariable("MINOS_TEST_LONG") == "1" ? 1L << 30 : 128L << 20;

    // What new objects take before they are collected, whatever the size; less than the package.
    private const long FirstBytes = 16L << 20;
    private const long MemoryBytes = 100L << 20;

    private readonly string _directory = Directory.CreateTempSubdirectory("minos-transfer-").FullName;
    private readonly int _port = LoopbackPort.Take();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(10) };
    private Minosd _minosd = null!;

    private string Url => $"http://user:p%40ss@127.0.0.1:{_port}";

    public async Task InitializeAsync()
    {
        _http.BaseAddress = new Uri($"http://127.0.0.1:{_port}/");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("user:p@ss"u8));
        _minosd = await DeployHost.StartAsync(Url, $"""
            [inet_http_server]
            port=127.0.0.1:{_port}
            username=user
            password=p@ss
            [package_server]
            root=%(here)s/store
            """);
    }

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync()
    {
        await _minosd.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_form_a_digest_a_page_and_a_download()
    {
        byte[] tarball = Tarball.Make("web-1");
        Assert.Contains("Upload failed: the checksum of web-1.tar.gz is", await UploadAsync(tarball, new string('0', 40)), StringComparison.Ordinal);
        Assert.Equal("Package Not Found", await _http.GetStringAsync("get_latest_package_info/?artifact=web"));
        Assert.Empty(Directory.GetFileSystemEntries(_minosd["store/web"]));

        Assert.Contains("Packakge web-1.tar.gz upload successfully!", await UploadAsync(tarball, null), StringComparison.Ordinal);
        PackageInfo package = PackageInfo.Parse(await _http.GetStringAsync("get_latest_package_info/?artifact=web"))!;
        Assert.Contains($"../packages/{package.RelativePath}", await _http.GetStringAsync("package_list/"), StringComparison.Ordinal);
        Assert.Equal(tarball, await _http.GetByteArrayAsync($"packages/{package.RelativePath}"));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"packages/{package.RelativePath}");
        request.Headers.Range = new RangeHeaderValue(10, null);
        using HttpResponseMessage rest = await _http.SendAsync(request);
        Assert.Equal(206, (int)rest.StatusCode);
        Assert.Equal(tarball[10..], await rest.Content.ReadAsByteArrayAsync());
        Assert.Equal(401, (int)(await new HttpClient().GetAsync(new Uri($"http://127.0.0.1:{_port}/package_list/"))).StatusCode);
    }

    [Fact]
    public async Task A_large_package_goes_up_and_comes_down_in_little_memory()
    {
        using IPackageServer client = PackageServer.Open(Url);

        await TransferAsync(client, "first", FirstBytes);
        long before = ReadPeak();
        await TransferAsync(client, "large", s_bytes);
        long grown = ReadPeak() - before;
        Assert.True(grown < MemoryBytes, $"{grown} bytes for a package of {s_bytes}");
    }

    private async Task TransferAsync(IPackageServer client, string artifact, long bytes)
    {
        string file = await MakeAsync(artifact, bytes);
        PackageInfo package = await client.UploadAsync(file, artifact, "r1", default);
        string copy = Path.Combine(_directory, artifact + ".copy");
        await client.DownloadAsync(package, copy, default);
        Assert.Equal(new FileInfo(file).Length, new FileInfo(copy).Length);
        File.Delete(copy);

        // The daemon is server and client of this one, and unpacks it.
        Assert.Equal("OK", (await _minosd.DeployAsync("bootstrap", "s", "c", artifact, DeployHost.Config(("artifact", artifact)))).AsString());
        Assert.Equal(bytes, new FileInfo(_minosd[$"app/s/c/{artifact}/package/blob"]).Length);
        File.Delete(file);
    }

    private async Task<string> MakeAsync(string artifact, long bytes)
    {
        string blob = Path.Combine(_directory, "blob");
        await using (FileStream random = File.Create(blob))
        {
            byte[] buffer = new byte[1 << 20];
            for (long left = bytes; left > 0; left -= buffer.Length)
            {
                RandomNumberGenerator.Fill(buffer);
                await random.WriteAsync(buffer);
            }
        }

        string file = Path.Combine(_directory, artifact + "-1.tar.gz");
        await using var gzip = new GZipStream(File.Create(file), CompressionLevel.NoCompression);
        await using var writer = new TarWriter(gzip);
        await writer.WriteEntryAsync(blob, artifact + "-1/blob");
        return file;
    }

    private async Task<string> UploadAsync(byte[] tarball, string? checksum)
    {
        using var form = new MultipartFormDataContent { { new StringContent("web"), "artifact" }, { new StringContent("r1"), "revision" } };
        if (checksum is not null)
        {
            form.Add(new StringContent(checksum), "checksum");
        }

        form.Add(new ByteArrayContent(tarball), "file", "web-1.tar.gz");
        return await (await _http.PostAsync("upload_package/", form)).Content.ReadAsStringAsync();
    }

    private long ReadPeak() => 1024 * Commands.StatusOf(_minosd.Pid, "VmHWM");
}
