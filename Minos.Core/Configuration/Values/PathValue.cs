using Minos.Native;

namespace Minos.Configuration.Values;

/// <summary>Paths: <c>~</c>, existing directories, and paths whose directory must exist.</summary>
public static class PathValue
{
    /// <summary>What is allowed for a path, for people.</summary>
    public const string FileAllowed = "a path in a directory that exists; create the directory first";

    /// <summary>What is allowed for a directory, for people.</summary>
    public const string DirectoryAllowed = "a directory that exists; create it first";

    /// <summary>Replaces a leading <c>~</c> or <c>~user</c> by the home directory; an unknown user's stays as it is.</summary>
    /// <param name="path">The path.</param>
    /// <param name="environment">Has HOME.</param>
    public static string ExpandUser(string path, ConfigurationEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(environment);
        if (path is not ['~', ..])
        {
            return path;
        }

        int slash = path.IndexOf('/', StringComparison.Ordinal);
        int end = slash < 0 ? path.Length : slash;
        string? home = end > 1
            ? UserDatabase.FindUser(path[1..end])?.HomeDirectory
            : environment.Variables.GetValueOrDefault("HOME") ?? UserDatabase.FindUser(UserDatabase.CurrentUserId)?.HomeDirectory;
        if (home is null)
        {
            return path;
        }

        string expanded = home.TrimEnd('/') + path[end..];
        return expanded.Length == 0 ? "/" : expanded;
    }

    /// <summary>A directory that must exist, with <c>~</c> expanded.</summary>
    /// <exception cref="InvalidValueException">It does not exist.</exception>
    public static string ExistingDirectory(string text, ConfigurationEnvironment environment)
    {
        string path = ExpandUser(text, environment);
        return Directory.Exists(path) ? path : throw new InvalidValueException($"{text} is not an existing directory");
    }

    /// <summary>A path whose directory must exist, with <c>~</c> expanded; a bare file name always passes.</summary>
    /// <exception cref="InvalidValueException">The directory does not exist.</exception>
    public static string InExistingDirectory(string text, ConfigurationEnvironment environment)
    {
        string path = ExpandUser(text, environment);
        int slash = path.LastIndexOf('/');
        string directory = slash <= 0 ? path[..(slash + 1)] : path[..slash].TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : path[..slash];
        return directory.Length == 0 || Directory.Exists(directory)
            ? path
            : throw new InvalidValueException($"The directory named as part of the path {text} does not exist");
    }

    /// <summary>An absolute path without <c>.</c>, <c>..</c> and doubled slashes, with <c>~</c> expanded; links are not followed.</summary>
    /// <param name="path">The path.</param>
    /// <param name="environment">Has HOME.</param>
    /// <param name="baseDirectory">What a relative path is relative to; the working directory by default.</param>
    /// <exception cref="InvalidValueException">The path holds a null character.</exception>
    public static string Normalize(string path, ConfigurationEnvironment environment, string? baseDirectory = null)
    {
        string expanded = ExpandUser(path, environment);
        if (expanded.Contains('\0'))
        {
            throw new InvalidValueException("embedded null byte");
        }

        string full = Path.GetFullPath(Path.Combine(baseDirectory ?? Environment.CurrentDirectory, expanded));
        return full.Length > 1 ? full.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : full;
    }
}
