namespace Minos.Deployment;

/// <summary>How to reach a package server.</summary>
public sealed record PackageClientOptions
{
    /// <summary>The first level of the URLs of packages.</summary>
    public string DownloadPath { get; init; } = "packages";

    /// <summary>The URL level that tells the latest package.</summary>
    public string LatestPath { get; init; } = "get_latest_package_info";

    /// <summary>How long the server may be silent, at the connection and between two pieces of an answer.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a download that broke off is resumed before it fails.</summary>
    public int Resumptions { get; init; } = 4;
}
