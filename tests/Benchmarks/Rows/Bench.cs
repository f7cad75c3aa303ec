using System.Globalization;
using Minos.Benchmarks.Measuring;

namespace Minos.Benchmarks.Rows;

/// <summary>What every row needs: folders of its own, the programs, the sizes of this run.</summary>
internal sealed class Bench(string folder, string programs, bool isQuick)
{
    private int _runs;

    /// <summary>Whether only the working is shown, with small sizes.</summary>
    internal bool IsQuick => isQuick;

    /// <summary>A size: the whole one, or a small one for a quick run.</summary>
    internal int Size(int whole, int quick) => isQuick ? quick : whole;

    /// <summary>The path of a program that was compiled for this run.</summary>
    internal string Program(string name) => Path.Combine(programs, name);

    /// <summary>A new empty folder.</summary>
    internal string NewFolder()
    {
        string path = Path.Combine(folder, (++_runs).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Runs the program that does a row's work with nobody supervising; returns the figure that it prints.</summary>
    internal async Task<double> FloorAsync(params string[] arguments) =>
        double.Parse(await Tools.RunAsync(Program("floor"), arguments), CultureInfo.InvariantCulture);
}
