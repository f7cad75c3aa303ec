namespace Minos.Logs;

/// <summary>What <see cref="CaptureParser"/> hands on.</summary>
internal interface ICaptureReceiver
{
    /// <summary>A piece of the log, or of the message that is being captured.</summary>
    void Output(ReadOnlySpan<byte> data, bool isCaptured);

    /// <summary>The message is complete.</summary>
    void MessageCompleted();
}
