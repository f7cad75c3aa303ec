using System.Globalization;
using Minos.Configuration;
using Minos.Configuration.Ini;
using Minos.Configuration.Reading;

namespace Minos.Deployment.Client;

/// <summary>The values of a job file's sections; what is wrong with one becomes a problem with file, line and remedy.</summary>
internal sealed class JobFileValues(string file, IniDocument document, ProblemCollector problems)
{
    /// <summary>The job file, absolute.</summary>
    public string File => file;

    public IniDocument Document => document;

    public ProblemCollector Problems => problems;

    /// <summary>A value that is one path segment.</summary>
    public string Name(IniSection section, string key)
    {
        string value = Text(section, key);
        if (!PathSegment.IsValid(value))
        {
            Fail(section, key, value.Length == 0 ? $"{key} is missing" : $"'{value}' is not allowed", PathSegment.Allowed);
        }

        return value;
    }

    /// <returns>Null when the key is missing or empty, or is no such number.</returns>
    public int? Number(IniSection section, string key, int least, int most)
    {
        string text = Text(section, key);
        if (text.Length == 0)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            return number;
        }

        Fail(section, key, $"'{text}' is not such a number", $"{least} to {most}");
        return null;
    }

    /// <summary>The file that a key names.</summary>
    public JobTemplate? Script(IniSection section, string key, bool required = false)
    {
        string path = Text(section, key);
        if (path.Length == 0 && required)
        {
            Fail(section, key, $"{key} is missing", "the script that runs the job, in a file beside this one");
        }

        return path.Length == 0 ? null : Template(section, key, path);
    }

    /// <summary>A file beside the job file.</summary>
    public JobTemplate? Template(IniSection section, string key, string path)
    {
        string named = Path.GetFullPath(path, Path.GetDirectoryName(file)!);
        try
        {
            return new JobTemplate(named, 1, IniFile.ReadText(named));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidValueException)
        {
            Fail(section, key, $"cannot read {path}: {exception.Message}", "relative paths begin at the job file's directory");
            return null;
        }
    }

    public void CheckKeys(IniSection section, string[] known)
    {
        foreach (IniEntry entry in section.Entries.Values.Where(e => !known.Contains(e.Key)))
        {
            string? nearest = EditDistance.Nearest(entry.Key, known);
            Fail(section, entry.Key, $"unknown key {entry.Key}", nearest is null ? $"there are {string.Join(", ", known)}" : $"did you mean {nearest}?");
        }
    }

    public string Text(IniSection section, string key, string fallback = "") =>
        document.Find(section, key)?.Value is { Length: > 0 } value ? value : fallback;

    public void Fail(IniSection section, string? key, string message, string remedy) =>
        problems.Add(ProblemSeverity.Error, message, section, key, key is null ? null : document.Find(section, key), remedy);
}
