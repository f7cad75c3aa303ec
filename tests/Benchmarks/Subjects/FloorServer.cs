using System.Diagnostics;
using System.Globalization;
using Minos.Benchmarks.Rows;

namespace Minos.Benchmarks.Subjects;

/// <summary>The C program that answers every request with the same bytes: what asking costs when answering costs nothing.</summary>
internal sealed class FloorServer : IAsyncDisposable
{
    private readonly Process _process;

    private FloorServer(Process process, SupervisorRequests requests)
    {
        _process = process;
        Requests = requests;
    }

    internal SupervisorRequests Requests { get; }

    /// <summary>Starts it; returns when it listens.</summary>
    /// <param name="bench">Where the program is.</param>
    /// <param name="length">Bytes of each answer's body.</param>
    internal static async Task<FloorServer> StartAsync(Bench bench, int length)
    {
        var start = new ProcessStartInfo(bench.Program("floor"), ["serve", length.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        string? port = await process.StandardOutput.ReadLineAsync();
        return new FloorServer(process, new SupervisorRequests(int.Parse(port!, CultureInfo.InvariantCulture)));
    }

    public async ValueTask DisposeAsync()
    {
        Requests.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
