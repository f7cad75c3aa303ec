namespace Minos.Logs;

/// <summary>What became of an attempt to move bytes from a pipe into a log file inside the kernel.</summary>
internal enum SpliceOutcome
{
    /// <summary>Bytes were moved.</summary>
    Moved,

    /// <summary>As many bytes were moved as there was room for, perhaps half a line: the rest has to be read and written at once.</summary>
    MovedToLimit,

    /// <summary>The pipe is empty for now.</summary>
    Empty,

    /// <summary>Nobody can write to the pipe any more, and it is empty.</summary>
    EndOfPipe,

    /// <summary>The bytes have to be looked at (the limit is near, the file is special or failing): read them and call Write.</summary>
    NeedsWrite,
}
