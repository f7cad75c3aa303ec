namespace Minos.PowerShell.Connections;

/// <summary>Two hosts are one when their supervisors answer at the same place and are installed at the same place: with a closed port ssh leads to
/// the installed one.</summary>
internal sealed class HostComparer : IEqualityComparer<MinosHost>
{
    internal static HostComparer Instance { get; } = new();

    public bool Equals(MinosHost? x, MinosHost? y) => (x?.ServerUrl, x?.RootDirectory) == (y?.ServerUrl, y?.RootDirectory);

    public int GetHashCode(MinosHost obj) => obj.ServerUrl.GetHashCode(StringComparison.Ordinal);
}
