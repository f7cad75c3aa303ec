using System.Runtime.CompilerServices;
using Minos.Configuration;

namespace Minos.Logs;

/// <summary>A debug message that is put together only when it is kept: some are on the way of every event and every line.</summary>
[InterpolatedStringHandler]
public ref struct DebugMessage
{
    private DefaultInterpolatedStringHandler _text;

    /// <summary>Begins a message; the compiler calls this.</summary>
    /// <param name="literalLength">Characters of its constant parts.</param>
    /// <param name="formattedCount">Number of its other parts.</param>
    /// <param name="log">Where it goes.</param>
    /// <param name="isKept">Whether the other parts are asked for.</param>
    public DebugMessage(int literalLength, int formattedCount, ISupervisorLog log, out bool isKept)
    {
        IsKept = isKept = log.IsEnabled(SupervisorLogLevel.Debug);
        _text = isKept ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    internal bool IsKept { get; }

    /// <summary>Adds a constant part.</summary>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <summary>Adds another part.</summary>
    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    internal string Take() => _text.ToStringAndClear();
}
