using System.IO.Compression;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>The size of the one file that goes to a host.</summary>
/// <param name="isCompressed">As gzip sends it.</param>
internal sealed class BinaryRow(bool isCompressed) : Row
{
    internal override string Name => isCompressed ? "binary-compressed" : "binary";

    internal override string Title => isCompressed ? "binary, compressed by gzip, MB" : "binary, MB";

    internal override Goal Goal => new(AtMost: isCompressed ? 4 : 10);

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (subject is not SupervisorSubject { Name: "minosd" } minosd)
        {
            return null;
        }

        await using FileStream file = File.OpenRead(minosd.Executable);
        if (!isCompressed)
        {
            return file.Length / 1e6;
        }

        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await file.CopyToAsync(gzip);
        }

        return compressed.Length / 1e6;
    }
}
