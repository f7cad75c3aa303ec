using System.Text;
using Minos.Events;

namespace Minos.Core.Tests.Events;

/// <summary>A listener's process that remembers what was written to its stdin.</summary>
internal sealed class FakeListener(string name) : IEventListener
{
    public string Name => name;

    public bool IsRunning { get; set; } = true;

    public bool IsStdinClosed { get; set; }

    public List<string> Received { get; } = [];

    /// <summary>The serials of the events that it was given.</summary>
    public IEnumerable<string> Serials => Received.Select(e => e.Split(' ')[2]);

    public bool Write(ReadOnlyMemory<byte> bytes)
    {
        if (!IsStdinClosed)
        {
            Received.Add(Encoding.UTF8.GetString(bytes.Span));
        }

        return !IsStdinClosed;
    }
}
