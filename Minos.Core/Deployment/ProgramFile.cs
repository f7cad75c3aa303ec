using Minos.Configuration.Values;

namespace Minos.Deployment;

/// <summary>The file with the <c>[program:x]</c> section that makes a job a supervised program.</summary>
internal static class ProgramFile
{
    private const string DirectoryKey = "directory = ";

    public static void Write(JobDirectories directories, JobName job, string httpUrl)
    {
        string name = job.ProcessName;
        string run = Escape(directories.Run);
        AtomicFile.Write(directories.ProgramFile, $"""
            [program:{name}]
            command = /bin/bash {Shlex.Quote(Escape(Path.Combine(directories.Run, "start.sh")))}
            process_name = {name}
            {DirectoryKey}{run}
            http_url = {Escape(httpUrl)}
            autorestart = true
            exitcodes = 999
            autostart = false


            """);
    }

    /// <summary>The run directory that a file is for; null when there is no file.</summary>
    public static string? DirectoryOf(string path) => !File.Exists(path) ? null
        : File.ReadLines(path).FirstOrDefault(static l => l.StartsWith(DirectoryKey, StringComparison.Ordinal))?[DirectoryKey.Length..].Replace("%%", "%", StringComparison.Ordinal);

    // A percent sign begins an expression in these files.
    private static string Escape(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}
