namespace Minos.Conformance.Tests.Running;

/// <summary>The cases of all test classes.</summary>
internal static class CaseCatalog
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. typeof(CaseCatalog).Assembly.GetTypes()
            .Where(static t => t.IsClass && typeof(ICaseList).IsAssignableFrom(t))
            .OrderBy(static t => t.Name, StringComparer.Ordinal)
            .SelectMany(static t => (IReadOnlyList<ConformanceCase>)t.GetProperty(nameof(ICaseList.Cases))!.GetValue(null)!),
    ];
}
