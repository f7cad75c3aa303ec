namespace Minos.Logs;

/// <summary><c>2026-11-29T12:33:05.123Z line</c>: the line is what the program has written, byte for byte.</summary>
internal sealed class PrefixStamper(LogPump pump, OutputSink sink, SharedLogFile file) : LineStamper(pump, sink, file, [], [(byte)' '])
{
    /// <inheritdoc/>
    public override int MaxGrowth => Head.Length + 1;

    private protected override void AppendText(ReadOnlySpan<byte> text) => Composed.Append(text);

    private protected override void AppendLastText(ReadOnlySpan<byte> text) => Composed.Append(text);

    private protected override void EndLine(bool isCut) => Composed.Append("\n"u8);

    private protected override bool TryContinue(ReadOnlySpan<byte> unfinishedLine) => true;
}
