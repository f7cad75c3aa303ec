using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Deployment;
using Minos.Tests;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>Packages over https, between two built daemons.</summary>
public sealed class PackageTlsTests : IAsyncLifetime
{
    private readonly int _port = LoopbackPort.Take();
    private Minosd _server = null!;

    private string Url => $"https://user:p%40ss@localhost:{_port}";

    private string Certificate => _server["tls.pem"];

    private string Fingerprint
    {
        get
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Certificate));
            return certificate.GetCertHashString(HashAlgorithmName.SHA256);
        }
    }

    public async Task InitializeAsync() => _server = await Minosd.StartAsync($"""
        [inet_http_server]
        port=127.0.0.1:{_port}
        username=user
        password=p@ss
        tls_certificate=%(here)s/tls.pem
        tls_self_signed=true
        [package_server]
        root=%(here)s/store
        """);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_job_gets_its_package_over_https_from_a_server_that_its_host_trusts()
    {
        await UploadAsync();
        await using Minosd trusting = DeployHost.Create(Url);
        trusting.Start("env", $"SSL_CERT_FILE={Certificate}");
        await trusting.UntilUpAsync();

        Assert.Equal("OK", (await trusting.DeployAsync("bootstrap", "s", "c", "web", DeployHost.Config())).AsString());
        Assert.Equal("1", await File.ReadAllTextAsync(trusting["app/s/c/web/package/version"]));
    }

    [Fact]
    public async Task A_certificate_that_the_host_does_not_trust_is_named_and_nothing_is_fetched()
    {
        await UploadAsync();
        await using Minosd stranger = await DeployHost.StartAsync(Url);

        string answer = (await stranger.DeployAsync("bootstrap", "s", "c", "web", DeployHost.Config())).AsString();
        Assert.Contains($"the server's certificate CN={Environment.MachineName} (SHA-256 {Fingerprint}) cannot be trusted: ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("p@ss", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("p%40ss", answer, StringComparison.Ordinal);
        Assert.False(File.Exists(stranger["app/s/c/web/package/version"]));
        Assert.Empty(Directory.GetFiles(stranger["packages"], "*.tar.gz*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("https://user:p%40ss@localhost", "cannot be trusted: ")]
    [InlineData("https://user:p%40ss@127.0.0.1", "is for another name and cannot be trusted: ")]
    public async Task A_client_sends_nothing_to_a_server_that_it_does_not_trust(string url, string problem)
    {
        using IPackageServer client = PackageServer.Open($"{url}:{_port}");
        await File.WriteAllBytesAsync(_server["web-1.tar.gz"], Tarball.Make("web-1"));

        var failure = await Assert.ThrowsAsync<DeploymentException>(() => client.UploadAsync(_server["web-1.tar.gz"], "web", "r1", default));
        Assert.Contains($"(SHA-256 {Fingerprint}) {problem}", failure.Message, StringComparison.Ordinal);
        var package = new PackageInfo("web", "web-1.tar.gz", "r1", "20261128-120000", "");
        failure = await Assert.ThrowsAsync<DeploymentException>(() => client.DownloadAsync(package, _server["copy"], default));
        Assert.Contains($"(SHA-256 {Fingerprint}) {problem}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(new PackageStore(_server["store"]).List());
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls_is_told_apart_from_a_bad_certificate()
    {
        await using PackageHost plain = await PackageHost.StartAsync();
        using IPackageServer client = PackageServer.Open(plain.Url.Replace("http://", "https://", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<DeploymentException>(() => client.FindLatestAsync("web", default));
        Assert.Contains("there is no TLS connection: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("see inner exception", failure.Message, StringComparison.Ordinal);
    }

    private async Task UploadAsync()
    {
        string tarball = _server["web-1.tar.gz"];
        await File.WriteAllBytesAsync(tarball, Tarball.Make("web-1"));
        Finished curl = await Commands.RunAsync(
            Requires.Program("curl"), "-sS", "--cacert", Certificate, "-F", "artifact=web", "-F", "revision=r1", "-F", $"file=@{tarball}", $"{Url}/upload_package/");
        Assert.True(curl.Status == 0, curl.ToString());
        Assert.Single(new PackageStore(_server["store"]).List("web"));
    }
}
