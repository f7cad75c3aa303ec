namespace Minos.Deployment;

/// <summary>Makes the client of a package server.</summary>
public static class PackageServer
{
    /// <summary>Makes it; nothing is connected yet.</summary>
    /// <param name="url"><c>http://</c>, <c>https://</c> (with <c>user:password@</c> if need be), or <c>file:///directory</c>.</param>
    /// <param name="options">Paths and patience.</param>
    /// <exception cref="DeploymentException">The URL is of another form.</exception>
    public static IPackageServer Open(string url, PackageClientOptions? options = null) =>
        !Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) ? throw new DeploymentException($"{url} is not a URL of a package server")
        : parsed.IsFile ? new FilePackageServer(new PackageStore(parsed.LocalPath))
        : parsed.Scheme is "http" or "https" ? new HttpPackageServer(parsed, options ?? new PackageClientOptions())
        : throw new DeploymentException($"{url} is not a URL of a package server: http, https or file");
}
