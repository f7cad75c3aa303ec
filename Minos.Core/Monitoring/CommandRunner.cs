using Minos.Native;

namespace Minos.Monitoring;

/// <summary>Runs a line of shell, as superlance does for sendmail and gcore.</summary>
internal static class CommandRunner
{
    private const int SignalKill = 9;
    private const int MaxOutputCharacters = 64 * 1024;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it to its end.</summary>
    /// <param name="command">For <c>/bin/sh -c</c>.</param>
    /// <param name="input">Its stdin; a file, since a child holds its own pipes open and would never see their end.</param>
    /// <param name="limit">How long it may take; then it is killed with everything that it started.</param>
    /// <param name="cancellationToken">Kills it, too.</param>
    /// <returns>How it ended, and what it wrote to stdout and stderr.</returns>
    /// <exception cref="SpawnException">There is no shell.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<(ExitStatus Status, string Output)> RunAsync(
        string command, byte[]? input, TimeSpan limit, CancellationToken cancellationToken)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("minos-");
        try
        {
            string inputFile = Path.Combine(directory.FullName, "in");
            string outputFile = Path.Combine(directory.FullName, "out");
            await File.WriteAllBytesAsync(inputFile, input ?? [], cancellationToken).ConfigureAwait(false);
            var request = new SpawnRequest
            {
                FileName = "/bin/sh",
                Arguments = ["/bin/sh", "-c", $"exec < '{inputFile}' > '{outputFile}' 2>&1\n{command}"],
                Environment = ProcessVariables.ToList(),
                StandardInput = ChildStream.Null,
                StandardOutput = ChildStream.Null,
                StandardError = ChildStream.Null,
            };
            ExitStatus status = await RunAsync(request, command, limit, cancellationToken).ConfigureAwait(false);
            string output = File.Exists(outputFile) ? await File.ReadAllTextAsync(outputFile, CancellationToken.None).ConfigureAwait(false) : "";
            return (status, output.Length <= MaxOutputCharacters ? output : output[..MaxOutputCharacters]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ExitStatus> RunAsync(SpawnRequest request, string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        var spawner = new Spawner(SelfExecutable.Current, DescriptorLimit.Unchanged);
        using SpawnedProcess process = await Task.Run(() => spawner.Spawn(request), cancellationToken).ConfigureAwait(false);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limit);
        ExitStatus status;
        try
        {
            while (!process.TryWait(out status))
            {
                await Task.Delay(s_poll, time.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _ = process.Signal(SignalKill, group: true);
            _ = process.Wait();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{name} did not end within {limit.TotalSeconds:0} s and was killed");
        }

        return status;
    }
}
