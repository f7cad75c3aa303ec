namespace Minos.Logs;

/// <summary>The end of a log (Supervisor's API, <c>tailProcessStdoutLog</c>).</summary>
/// <param name="Text">The last bytes as text.</param>
/// <param name="Offset">The log's size in bytes, to be given to the next call.</param>
/// <param name="Overflow">The log has grown by more than was asked for.</param>
public readonly record struct LogTail(string Text, long Offset, bool Overflow);
