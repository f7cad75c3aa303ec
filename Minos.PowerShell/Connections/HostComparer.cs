namespace Minos.PowerShell.Connections;

/// <summary>Two hosts are one when their supervisors answer at the same place.</summary>
internal sealed class HostComparer : IEqualityComparer<MinosHost>
{
    internal static HostComparer Instance { get; } = new();

    public bool Equals(MinosHost? x, MinosHost? y) => x?.ServerUrl == y?.ServerUrl;

    public int GetHashCode(MinosHost obj) => obj.ServerUrl.GetHashCode(StringComparison.Ordinal);
}
