namespace Minos.Conformance.Tests.Running;

/// <summary>A test class that has cases.</summary>
public interface ICaseList
{
    static abstract IReadOnlyList<ConformanceCase> Cases { get; }
}
