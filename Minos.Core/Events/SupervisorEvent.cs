using Minos.Logs;

namespace Minos.Events;

/// <summary>Something that event listeners can subscribe to (Supervisor's manual, "Event Types").</summary>
public abstract record SupervisorEvent
{
    /// <summary>What it is; never an abstract type.</summary>
    public abstract EventType EventType { get; }

    /// <summary>The type's name, e.g. <c>REMOTE_COMMUNICATION</c>.</summary>
    public string Name => EventType.Name;

    /// <summary>What listeners get after the header.</summary>
    public abstract string Payload { get; }

    /// <summary>About how many bytes it takes while it waits for a listener.</summary>
    internal virtual int WaitingBytes => 256;

    /// <summary>Bytes as part of a payload, which is text: what is no UTF-8 is shown as Python shows it.</summary>
    private protected static string Text(ReadOnlyMemory<byte> data) =>
        Utf8Text.TryDecode(data.Span, out string text) ? text : "Undecodable: " + Utf8Text.PythonLiteral(data.Span);
}
