using System.Globalization;
using Minos.Configuration;

namespace Minos.Logs;

/// <summary>Writes one stream's lines into its file with the time at which the first byte of each was read. On the pump's thread.</summary>
/// <remarks>
/// Nothing is held back for the rest of a line: what has come is written at once, and the rest follows without a stamp. A line ends early where
/// something else has to be written into the file (another stream's output, a message about lost output), where the file is another
/// one than before, and where the stream ends; what follows then is a line with a stamp of its own. So no stamp stands inside a line, and every line has one.
/// </remarks>
internal abstract class LineStamper
{
    private const int FlushBytes = 128 * 1024;

    private readonly TimeProvider _time;
    private readonly TimeSpan? _offset;
    private readonly SharedLogFile _file;
    private readonly string _timeFormat;
    private readonly Range _timePlace;
    private readonly bool _isContinued;
    private long _breaks = -1;
    private bool _inLine;

    /// <param name="pump">The pump.</param>
    /// <param name="sink">The stream.</param>
    /// <param name="file">Its file.</param>
    /// <param name="beforeTime">What each line begins with, before its time.</param>
    /// <param name="afterTime">What stands between its time and its text.</param>
    private protected LineStamper(LogPump pump, OutputSink sink, SharedLogFile file, byte[] beforeTime, byte[] afterTime)
    {
        _time = pump.Time;
        Composed = pump.Composed;
        _offset = sink.UtcOffset;
        (_timeFormat, int timeLength) = _offset == TimeSpan.Zero ? ("yyyy-MM-ddTHH:mm:ss.fffZ", 24) : ("yyyy-MM-ddTHH:mm:ss.fffzzz", 29);
        _timePlace = beforeTime.Length..(beforeTime.Length + timeLength);
        Head = [.. beforeTime, .. new byte[timeLength], .. afterTime];
        _isContinued = sink.IsContinued;
        _file = file;
    }

    /// <summary>How many bytes of the file one byte of output can become.</summary>
    public abstract int MaxGrowth { get; }

    /// <summary>What goes into the file next.</summary>
    private protected LineBuffer Composed { get; }

    /// <summary>What the lines of this piece of output begin with.</summary>
    private protected byte[] Head { get; }

    public static LineStamper? Create(LogPump pump, OutputSink sink, SharedLogFile? file) => (sink.Format, file) switch
    {
        (LineFormat.Prefix, not null) => new PrefixStamper(pump, sink, file),
        (LineFormat.Json, not null) => new JsonStamper(pump, sink, file),
        _ => null,
    };

    public void Write(ReadOnlySpan<byte> data)
    {
        FindPlace();
        TakeTime();
        while (!data.IsEmpty)
        {
            if (!_inLine)
            {
                BeginLine();
            }

            int newline = data.IndexOf((byte)'\n');
            _inLine = newline < 0;
            if (_inLine)
            {
                AppendText(data);
                break;
            }

            AppendLastText(data[..(newline + 1)]);
            data = data[(newline + 1)..];
            if (Composed.Count >= FlushBytes)
            {
                Flush();
            }
        }

        Flush();
    }

    /// <summary>Ends the line that is not finished, for something else has to be written.</summary>
    public void Cut() => End(isCut: true);

    /// <summary>Ends the output.</summary>
    public void Finish() => End(isCut: false);

    /// <summary>Writes what is held back of a line that the next daemon goes on with.</summary>
    public void Leave()
    {
        AppendHeld();
        Flush();
    }

    private protected virtual void BeginLine() => Composed.Append(Head);

    private protected abstract void AppendText(ReadOnlySpan<byte> text);

    /// <summary>Appends the end of a line, with its newline.</summary>
    private protected abstract void AppendLastText(ReadOnlySpan<byte> text);

    /// <summary>Appends what waits for the rest of a character.</summary>
    private protected virtual void AppendHeld()
    {
    }

    private protected abstract void EndLine(bool isCut);

    /// <summary>Whether what stands at the end of a file that an earlier daemon has written is the beginning of such a line.</summary>
    private protected abstract bool TryContinue(ReadOnlySpan<byte> unfinishedLine);

    private void FindPlace()
    {
        bool isAnothersEnd = _file.TakeTurn(this);
        _file.File.Refresh();
        if (!isAnothersEnd && _breaks == _file.File.Breaks)
        {
            return;
        }

        byte[] unfinished = _file.File.ReadUnfinishedLine();
        bool mayContinue = _isContinued && _breaks < 0;
        _breaks = _file.File.Breaks;
        _inLine = unfinished.Length > 0 && mayContinue && TryContinue(unfinished);
        if (unfinished.Length > 0 && !_inLine)
        {
            Composed.Append("\n"u8);
        }
    }

    private void TakeTime()
    {
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan offset = _offset ?? _time.LocalTimeZone.GetUtcOffset(now);
        _ = now.ToOffset(offset).TryFormat(Head.AsSpan(_timePlace), out _, _timeFormat, CultureInfo.InvariantCulture);
    }

    private void End(bool isCut)
    {
        if (_inLine)
        {
            _inLine = false;
            EndLine(isCut);
            Flush();
        }
    }

    private void Flush()
    {
        _file.Append(Composed.Bytes);
        Composed.Clear();
    }
}
