using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>Reads the <c>stdout_*</c> or <c>stderr_*</c> keys of one process.</summary>
internal static class OutputReader
{
    private const long DefaultMaxBytes = 50 * 1024 * 1024;
    private const string LogFileAllowed = "NONE, AUTO, or " + PathValue.FileAllowed;

    /// <summary>Reads the keys that may differ between the processes of a program.</summary>
    /// <param name="reader">The section, with the process's names.</param>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="common">What is the same for all processes of the program.</param>
    public static OutputSettings Read(SectionReader reader, string stream, OutputSettings common)
    {
        string fileKey = stream + "_logfile";
        (LogDestination destination, string? path, bool isSyslogName) = ReadFile(reader, fileKey);
        int backups = reader.Value(fileKey + "_backups", 10, IntegerValue.ParseInt32, IntegerValue.Allowed);
        long maxBytes = reader.Value(fileKey + "_maxbytes", DefaultMaxBytes, ByteSizeValue.Parse, ByteSizeValue.Allowed);
        bool syslog = reader.Value(stream + "_syslog", false, BooleanValue.Parse, BooleanValue.Allowed);
        LineFormat format = reader.Value(stream + "_format", LineFormat.Raw, WordValues.LineFormat, WordValues.LineFormatAllowed);

        if (isSyslogName)
        {
            reader.Warn(
                $"For [{reader.Section.Name}], {fileKey}=syslog but this is deprecated and will be removed.  "
                + $"Use {stream}_syslog=true to enable syslog instead.",
                fileKey, null);
        }

        if (destination == LogDestination.Automatic && maxBytes == 0)
        {
            reader.Warn(
                $"For [{reader.Section.Name}], AUTO logging used for {fileKey} without rollover, set maxbytes > 0 to avoid filling up "
                + "filesystem unintentionally",
                fileKey + "_maxbytes", null);
        }

        return common with
        {
            Destination = destination,
            Path = path,
            Backups = backups,
            MaxBytes = maxBytes,
            Syslog = syslog || isSyslogName,
            Format = format,
        };
    }

    private static (LogDestination Destination, string? Path, bool IsSyslogName) ReadFile(SectionReader reader, string key)
    {
        // This key is expanded twice, so that a literal percent sign takes four.
        string? text = reader.Text(key) is { } once ? reader.Expand(key, once, key) : null;
        return text?.ToLowerInvariant() switch
        {
            null or "auto" => (LogDestination.Automatic, null, false),
            "none" or "off" or "" => (LogDestination.None, null, false),
            "syslog" => (LogDestination.None, null, true),
            _ => (LogDestination.File, reader.Parse<string?>(key, text, null, Resolve, LogFileAllowed), false),
        };

        string Resolve(string value)
        {
            string existing = PathValue.InExistingDirectory(value, reader.Context.Environment);
            return PathValue.Normalize(existing, reader.Context.Environment, reader.Context.LogBaseDirectory);
        }
    }
}
