using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>One measure: a line of the table.</summary>
internal abstract class Row
{
    /// <summary>A short name for the command line, unique.</summary>
    internal abstract string Name { get; }

    /// <summary>What is measured, with its unit.</summary>
    internal abstract string Title { get; }

    /// <summary>Whether a larger figure is the better one.</summary>
    internal virtual bool LargerIsBetter => false;

    /// <summary>What minosd must reach; null where the row only informs.</summary>
    internal virtual Goal? Goal => null;

    /// <summary>What this machine lacks to measure the row, such as "no pwsh"; null when nothing.</summary>
    internal virtual string? Missing => null;

    /// <summary>Measures once; null when this subject cannot do it.</summary>
    /// <param name="subject">The supervisor.</param>
    /// <param name="bench">Sizes, folders and the compiled programs.</param>
    internal abstract Task<double?> MeasureAsync(ISubject subject, Bench bench);

    /// <summary>What the machine needs for the same work with nobody supervising; null when there is no such figure.</summary>
    internal virtual Task<double?> MeasureFloorAsync(Bench bench) => Task.FromResult<double?>(null);
}
