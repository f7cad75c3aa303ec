using System.Management.Automation;
using Minos.Deployment;

namespace Minos.PowerShell.Connections;

/// <summary>Where packages are kept: the URL with its credentials, and without them for people.</summary>
internal sealed record PackageConnection
{
    internal const string Variable = "MINOS_PACKAGE_SERVER";

    private readonly string _url;

    private PackageConnection(string url, string shown) => (_url, Url) = (url, shown);

    /// <summary>The URL without user name and password.</summary>
    public string Url { get; }

    /// <summary>Makes it of the parameters.</summary>
    /// <param name="server">A URL, an absolute directory, or null for the environment's.</param>
    /// <param name="credential">Goes before a user name and a password in the URL.</param>
    /// <exception cref="DeploymentException">It is no URL of a package server, or there is none.</exception>
    public static PackageConnection From(string? server, PSCredential? credential)
    {
        string text = (string.IsNullOrEmpty(server) ? null : server) ?? Environment.GetEnvironmentVariable(Variable) ?? "";
        if (text.Length == 0)
        {
            throw new DeploymentException($"No package server is named: use -PackageServer or $env:{Variable}.");
        }

        text = text.StartsWith('/') ? new Uri(text).AbsoluteUri : text;
        using (PackageServer.Open(text))
        {
            // Only its form is checked.
        }

        var url = new UriBuilder(text);
        if (credential is not null && credential != PSCredential.Empty)
        {
            (url.UserName, url.Password) = (Uri.EscapeDataString(credential.UserName), Uri.EscapeDataString(credential.GetNetworkCredential().Password));
        }

        return new PackageConnection(url.Uri.AbsoluteUri, new UriBuilder(text) { UserName = "", Password = "" }.Uri.AbsoluteUri);
    }

    /// <summary>Opens it; nothing is connected yet.</summary>
    public IPackageServer Open() => PackageServer.Open(_url);

    /// <summary>Without user name and password.</summary>
    public override string ToString() => Url;
}
