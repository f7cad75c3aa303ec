using System.Runtime.InteropServices;

namespace Minos.Logs;

/// <summary>Makes lines of pieces; keeps at most one unfinished line of a bounded length.</summary>
internal sealed class LineSplitter
{
    private readonly int _maxBytes;
    private readonly List<byte> _unfinished = [];
    private bool _isContinued;

    public LineSplitter(int maxBytes)
    {
        _maxBytes = maxBytes;
    }

    public delegate void LineHandler(ReadOnlySpan<byte> line);

    /// <summary>Adds a piece; hands on each line that it completes, without its line end. Longer lines come in parts.</summary>
    public void Add(ReadOnlySpan<byte> data, LineHandler handler)
    {
        while (!data.IsEmpty)
        {
            int newline = data.IndexOf((byte)'\n');
            int length = Math.Min(newline < 0 ? data.Length : newline, _maxBytes - _unfinished.Count);
            bool isLine = length == newline;
            if (isLine && _unfinished.Count == 0)
            {
                // The end of a line whose last part was just as long as a part may be is no line of its own.
                if (length > 0 || !_isContinued)
                {
                    handler(data[..length]);
                }
            }
            else
            {
                _unfinished.AddRange(data[..length]);
                if (isLine || _unfinished.Count == _maxBytes)
                {
                    Finish(handler);
                }
            }

            _isContinued = !isLine && _unfinished.Count == 0;

            data = data[(isLine ? length + 1 : length)..];
        }
    }

    /// <summary>Hands on what is left.</summary>
    public void Finish(LineHandler handler)
    {
        if (_unfinished.Count > 0)
        {
            handler(CollectionsMarshal.AsSpan(_unfinished));
            _unfinished.Clear();
        }
    }
}
