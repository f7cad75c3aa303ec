using Minos.Configuration.Expansion;
using Minos.Configuration.Ini;

namespace Minos.Configuration.Reading;

/// <summary>The text of a configuration: the main file and what it includes, merged.</summary>
internal sealed class ConfigurationSource
{
    private ConfigurationSource(string file)
    {
        File = file;
        Here = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
    }

    /// <summary>The main file as it was named.</summary>
    public string File { get; }

    /// <summary>The main file's directory, absolute.</summary>
    public string Here { get; }

    /// <summary>Every section.</summary>
    public IniDocument Document { get; } = new();

    /// <summary>Whether all of it could be read and made sense line by line.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads a main file alone, as the control client does.</summary>
    public static ConfigurationSource LoadAlone(string file, ProblemCollector problems)
    {
        if (file.Length == 0 || file.Contains('\0') || !Path.Exists(file))
        {
            problems.Add(ProblemSeverity.Error, $"could not find config file {file}", "name a file that exists with -c", file);
            return new ConfigurationSource("/");
        }

        var source = new ConfigurationSource(file);
        source.IsComplete = source.Read(file, $"could not read config file {file}", ProblemSeverity.Error, problems);
        return source;
    }

    /// <summary>Reads a main file and the files that its <c>[include]</c> section names.</summary>
    /// <param name="file">The main file.</param>
    /// <param name="names">The expansion names of <c>[include] files</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static ConfigurationSource Load(string file, Func<ConfigurationSource, ExpansionNames> names, ProblemCollector problems)
    {
        ConfigurationSource source = LoadAlone(file, problems);
        if (source.Document.Find("include") is { } include)
        {
            source.Document.ReplaceHere(source.Here);
            source.IsComplete &= source.ReadIncluded(include, names(source), problems);
        }

        return source;
    }

    private bool ReadIncluded(IniSection include, ExpansionNames names, ProblemCollector problems)
    {
        IniEntry? files = Document.Find(include, "files");
        if (files is null)
        {
            problems.Add(
                ProblemSeverity.Error, ".ini file has [include] section, but no files setting", include, "files", null,
                "files= with names or patterns of files, separated by blanks");
            return false;
        }

        string expanded;
        try
        {
            expanded = Expander.Expand(files.Value, names, "include.files");
        }
        catch (InvalidValueException e)
        {
            problems.Add(ProblemSeverity.Error, e.Message, include, "files", files, SectionReader.ExpansionRemedy);
            return false;
        }

        bool complete = true;
        foreach (string word in PythonText.Words(expanded))
        {
            string pattern = word.StartsWith('/') ? word : Here.EndsWith('/') ? Here + word : $"{Here}/{word}";
            List<string> matches = Glob.Find(pattern);
            if (matches.Count == 0)
            {
                problems.Add(
                    ProblemSeverity.Warning, $"No file matches via include \"{pattern}\"", include, "files", files,
                    "patterns are relative to the main file's directory");
            }

            foreach (string match in matches)
            {
                problems.Add(ProblemSeverity.Information, $"Included extra file \"{match}\" during parsing", file: match);
                complete &= Read(match, $"could not read included file {match}", ProblemSeverity.Warning, problems);
                Document.ReplaceHere(Path.GetDirectoryName(match) is { Length: > 0 } directory ? Path.GetFullPath(directory) : "/");
            }
        }

        return complete;
    }

    // Supervisor skips an included file that it cannot open without a word; a file that it can't decode stops it.
    private bool Read(string path, string unreadableMessage, ProblemSeverity unreadableSeverity, ProblemCollector problems)
    {
        try
        {
            return IniReader.Read(IniFile.ReadText(path), path, Document, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(unreadableSeverity, unreadableMessage, "the file must be readable for this user", path);
            return unreadableSeverity != ProblemSeverity.Error;
        }
        catch (InvalidValueException e)
        {
            problems.Add(ProblemSeverity.Error, e.Message, "save the file as UTF-8 text", path);
            return false;
        }
    }
}
