using System.Globalization;
using System.Text;
using Minos.Events;

namespace Minos.Fuzz.Targets;

/// <summary>A pool with one listener, which is given an event whenever it is ready; writes down what it is told.</summary>
internal sealed class ProtocolRecord : IListenerProtocolHandler
{
    public ProtocolRecord() => Protocol = new ListenerProtocol(this);

    public ListenerProtocol Protocol { get; private set; }

    public List<string> Calls { get; } = [];

    /// <summary>Another daemon goes on where this one is.</summary>
    public void HandOver()
    {
        var next = new ListenerProtocol(this);
        next.Resume(Protocol.State);
        next.Partial = Protocol.Partial;
        Protocol = next;
    }

    public void StateChanged(ListenerState from, ListenerState to)
    {
        Calls.Add($"{from} -> {to}");
        if (to == ListenerState.Ready)
        {
            Protocol.EventSent();
        }
    }

    public bool ResultReceived(long length, ReadOnlySpan<byte> beginning)
    {
        Calls.Add(string.Create(CultureInfo.InvariantCulture, $"result {length} {Encoding.Latin1.GetString(beginning)}"));
        return beginning.SequenceEqual("OK"u8);
    }

    public void BadResultLine(ReadOnlySpan<byte> line) => Calls.Add($"bad line {Encoding.Latin1.GetString(line)}");

    public void EventRejected() => Calls.Add("rejected");

    // How much of it is shown depends on how much has come.
    public void ProtocolViolated(ReadOnlySpan<byte> data) => Calls.Add("violated");
}
