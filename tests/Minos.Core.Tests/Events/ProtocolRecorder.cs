using System.Globalization;
using System.Text;
using Minos.Events;

namespace Minos.Core.Tests.Events;

/// <summary>Writes down what a protocol tells; only OK is accepted.</summary>
internal sealed class ProtocolRecorder : IListenerProtocolHandler
{
    public List<string> Calls { get; } = [];

    public List<string> Results { get; } = [];

    public void StateChanged(ListenerState from, ListenerState to) => Calls.Add($"{from} -> {to}");

    public bool ResultReceived(long length, ReadOnlySpan<byte> beginning)
    {
        string result = Encoding.Latin1.GetString(beginning);
        Results.Add(result);
        Calls.Add(string.Create(CultureInfo.InvariantCulture, $"result {length} {result}"));
        return length == 2 && result == "OK";
    }

    public void BadResultLine(ReadOnlySpan<byte> line) => Calls.Add($"bad line {Encoding.Latin1.GetString(line)}");

    public void EventRejected() => Calls.Add("rejected");

    public void ProtocolViolated(ReadOnlySpan<byte> data) => Calls.Add("violated");
}
