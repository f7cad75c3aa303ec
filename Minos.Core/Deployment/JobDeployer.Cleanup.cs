namespace Minos.Deployment;

/// <content>Removing what a job has written.</content>
internal sealed partial class JobDeployer
{
    public Task<string> CleanupAsync(JobName job, JobRequest request, CancellationToken cancellationToken) => InTurnAsync(job, async () =>
    {
        var directories = new JobDirectories(settings, job);
        if (RunFile.Read(directories.RunFile) is not { } run || DataOf(directories) is not { } data)
        {
            return NotBootstrapped;
        }

        if (request.CleanupToken.Length > 0 && !SameToken(request.CleanupToken, run.CleanupToken))
        {
            return "Cleanup token is invalid";
        }

        // Before anything is touched: the job's own directories, and no link to somewhere else.
        foreach (string root in (string[])[settings.AppRoot, settings.LogRoot, .. settings.DataDirectories])
        {
            JobDirectories.Check(root, job.Segments);
        }

        if (job.Instance == JobName.NoInstance && FindInstance([directories.Log, .. data]) is { } instance)
        {
            return $"Error: {instance} belongs to an instance of the job; clean the instances up first";
        }

        if (!await supervisor.IsStoppedAsync(job.ProcessName, directories.Run, cancellationToken).ConfigureAwait(false))
        {
            return "You should stop the job first";
        }

        EndLeftScript(directories);
        AtomicFile.RemoveUnfinished(directories.Run);
        string? failure = request.CleanupScript is { } script
            ? await RunScriptAsync(directories, "cleanup.sh", script, cancellationToken).ConfigureAwait(false)
            : null;
        Remove(directories.Log);
        if (failure is not null)
        {
            return "Execute cleanup.sh failed";
        }

        foreach (string directory in data)
        {
            Remove(directory);
        }

        File.Delete(directories.BootstrapMark);
        if (ProgramFile.DirectoryOf(directories.ProgramFile) == directories.Run)
        {
            File.Delete(directories.ProgramFile);
            await supervisor.RemoveAsync(job.ProcessName, directories.Run, cancellationToken).ConfigureAwait(false);
        }

        return Ok;
    }, cancellationToken);

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // The original removes the directory of a job with those of its instances in it.
    private static string? FindInstance(IEnumerable<string> directories) => directories.Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories).FirstOrDefault(static d => Path.GetFileName(d).All(char.IsAsciiDigit));
}
