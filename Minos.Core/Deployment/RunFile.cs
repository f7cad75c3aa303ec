using System.Globalization;

namespace Minos.Deployment;

/// <summary>A job's <c>run.cfg</c>: what was said at its bootstrap.</summary>
internal sealed record RunFile
{
    private const string Section = "[run_info]";

    public string CleanupToken { get; init; } = "";

    public required IReadOnlyList<int> DataIndexes { get; init; }

    public required string RunDirectory { get; init; }

    public required string LogDirectory { get; init; }

    public required string PackageDirectory { get; init; }

    /// <summary>Reads the file; null when there is none, or none of this form.</summary>
    public static RunFile? Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var values = text.Split('\n').Where(static line => line.Contains('=')).Select(static line => line.Split('=', 2))
            .GroupBy(static pair => pair[0].Trim(), StringComparer.Ordinal)
            .ToDictionary(static pairs => pairs.Key, static pairs => pairs.Last()[1].Trim(), StringComparer.Ordinal);
        return !text.StartsWith(Section, StringComparison.Ordinal) ? null : new RunFile
        {
            CleanupToken = values.GetValueOrDefault("cleanup_token", ""),
            DataIndexes = ParseIndexes(values.GetValueOrDefault("data_dir_indexes", "")) ?? [],
            RunDirectory = values.GetValueOrDefault("run_dir", ""),
            LogDirectory = values.GetValueOrDefault("log_dir", ""),
            PackageDirectory = values.GetValueOrDefault("package_dir", ""),
        };
    }

    /// <summary>Parses <c>0</c> or <c>0,2</c>; nothing is the first. Null when it is something else.</summary>
    public static IReadOnlyList<int>? ParseIndexes(string text)
    {
        var indexes = new List<int>();
        foreach (string item in text.Length == 0 ? ["0"] : text.Split(','))
        {
            if (!int.TryParse(item.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            {
                return null;
            }

            if (!indexes.Contains(index))
            {
                indexes.Add(index);
            }
        }

        return indexes;
    }

    public void Write(string path) => AtomicFile.Write(path, $"""
        {Section}
        cleanup_token = {CleanupToken}
        data_dir_indexes = {string.Join(',', DataIndexes)}
        run_dir = {RunDirectory}
        log_dir = {LogDirectory}
        package_dir = {PackageDirectory}


        """);
}
