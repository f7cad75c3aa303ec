using Minos.Deployment;
using Minos.PowerShell.Connections;

namespace Minos.PowerShell;

/// <summary>A package on a package server.</summary>
public sealed class MinosPackage
{
    internal MinosPackage(PackageInfo info, PackageConnection connection) => (Info, Connection) = (info, connection);

    /// <summary>What it is a version of.</summary>
    public string Artifact => Info.Artifact;

    /// <summary>The revision of its sources.</summary>
    public string Revision => Info.Revision;

    /// <summary>When it came to the server: <c>YYYYMMDD-HHMMSS</c> in the server's time.</summary>
    public string Timestamp => Info.Timestamp;

    /// <summary>The file's name.</summary>
    public string Name => Info.Name;

    /// <summary>SHA-1 of the file in hexadecimal; null when it is not known.</summary>
    public string? Checksum => Info.Checksum.Length > 0 ? Info.Checksum : null;

    /// <summary>The server, without user name and password.</summary>
    public string PackageServer => Connection.Url;

    internal PackageInfo Info { get; }

    internal PackageConnection Connection { get; }

    /// <inheritdoc/>
    public override string ToString() => Info.RelativePath;
}
