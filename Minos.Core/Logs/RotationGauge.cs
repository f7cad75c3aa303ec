namespace Minos.Logs;

/// <summary>Where a log stands against its limit, and after which byte it is complete.</summary>
internal sealed class RotationGauge
{
    /// <summary>How far a line may go past the limit before the file is rotated inside it.</summary>
    public const int MaxOverrunBytes = 64 * 1024;

    private long _limit;
    private long _overrun;

    /// <summary>Size of the file in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Bytes that certainly belong to the current file: one less than would reach the limit. Whoever writes the byte that reaches
    /// it must look for the line end.</summary>
    public long Room => _limit <= 0 ? long.MaxValue : Math.Max(0, _limit - Size - 1);

    /// <summary>Begins to measure a file.</summary>
    public void Start(long size, long limit)
    {
        Size = size;
        _limit = limit;
        _overrun = 0;
    }

    /// <summary>Sets the size to what it was found to be.</summary>
    public void Correct(long size)
    {
        Size = size;
        if (size < _limit)
        {
            _overrun = 0;
        }
    }

    /// <summary>Changes the limit.</summary>
    public void SetLimit(long limit) => _limit = limit;

    /// <summary>Counts bytes that were written.</summary>
    public void Advance(int written)
    {
        Size += written;
        if (_limit > 0)
        {
            _overrun += Math.Clamp(Size - _limit, 0, written);
        }
    }

    /// <summary>How many of the bytes belong to the current file, and whether it is complete then.</summary>
    public int Share(ReadOnlySpan<byte> data, out bool isComplete)
    {
        isComplete = false;
        long room = _limit - Size;
        if (_limit <= 0 || data.Length < room)
        {
            return data.Length;
        }

        int first = room > 0 ? (int)room - 1 : 0;
        long most = Math.Max(room, 0) + MaxOverrunBytes - _overrun;
        int newline = data[first..].IndexOf((byte)'\n');
        if (newline >= 0 && first + newline < most)
        {
            isComplete = true;
            return first + newline + 1;
        }

        isComplete = data.Length >= most;
        return isComplete ? (int)most : data.Length;
    }
}
