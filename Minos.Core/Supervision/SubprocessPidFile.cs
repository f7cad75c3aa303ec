using System.Globalization;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>The Minos fork's file of living children: <c>name pid start</c> a line. It is for people and scripts; what the next daemon takes over
/// is in the journal, because names and pids alone have led the fork to strangers.</summary>
internal sealed class SubprocessPidFile(string path, ISupervisorLog log)
{
    private string? _written;
    private bool _hasWarned;

    /// <summary>Writes it when something has changed, under another name first: nobody reads half of it.</summary>
    internal void Write(IEnumerable<JournalEntry> entries)
    {
        string text = string.Concat(entries.Where(static e => e.Pid > 0).Select(static e =>
            string.Create(CultureInfo.InvariantCulture, $"{e.Name} {e.Pid} {e.LastStart / 1000}\n")));
        if (text == _written)
        {
            return;
        }

        try
        {
            string next = $"{path}.new";
            File.WriteAllText(next, text);
            if (FileNames.Replace(next, path) is not 0 and int errno)
            {
                throw new IOException(Errno.Describe(errno));
            }

            _written = text;
            _hasWarned = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_hasWarned)
            {
                _hasWarned = true;
                log.Critical($"could not write sub-process pidfile {path}: {exception.Message}");
            }
        }
    }
}
