using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Minos.Events;

namespace Minos.Core.Tests.Events;

public class EventListenerClientTests
{
    private static readonly SupervisorEvent[] s_events =
    [
        new SupervisorStateEvent(IsStopping: false),
        new ProcessStateEvent("cat", "group", "RUNNING", "EXITED") { Pid = 7 },
        new ProcessGroupEvent("el", IsRemoved: true),
        new ProcessLogEvent("a", "b", 1, OutputStream.Stderr, "fé 😀\nver:3.0 len:7\n"u8.ToArray()),
        new ProcessLogEvent("a", "b", 1, OutputStream.Stdout, new byte[] { 0xFF, 0, 0x0A }),
        new RemoteCommunicationEvent("type", "\0\n\n"),
        new RemoteCommunicationEvent(new string('é', 40_000), string.Concat(Enumerable.Repeat("😀", 20_000))),
    ];

    private static readonly string[] s_fragments =
    [
        "ver:3.0", " ", "eventname:X", "len:3", "len:-1", "len:99999999999", "len:2147483647", "len:", "\n", "abc", ":", "é", "\xff", "\0", "eventname:", "serial:1",
    ];

    [Fact]
    public async Task An_event_is_read_and_answered()
    {
        var output = new MemoryStream();
        var client = new EventListenerClient(new MemoryStream(Written(s_events[1])), output);
        ReceivedEvent received = (await client.ReceiveAsync(default))!;
        Assert.Equal(("PROCESS_STATE_EXITED", "ident", 0L), (received.Name, received.Server, received.Serial));
        Assert.Equal("processname=cat groupname=group from_state=RUNNING expected=0 pid=7", string.Join(' ', received.Fields.Select(f => $"{f.Key}={f.Value}")));
        Assert.Equal("", received.Data);
        await client.AnswerAsync(true, default);
        Assert.Null(await client.ReceiveAsync(default));
        Assert.Equal("READY\nRESULT 2\nOKREADY\n", Encoding.ASCII.GetString(output.ToArray()));
    }

    [Fact]
    public void What_the_daemon_writes_is_read_as_it_was_however_it_is_cut() => Prop.ForAll(
        Gen.Elements(s_events).ListOf().ToArbitrary(), Gen.Choose(1, 9000).ListOf().ToArbitrary(), (events, sizes) =>
        {
            List<(string Name, string Payload)> received = [];
            var client = new EventListenerClient(new ChunkedStream(Written([.. events]), [.. sizes]), Stream.Null);
            Assert.True(client.RunAsync(
                (e, _) =>
                {
                    received.Add((e.Name, e.Payload));
                    return Task.FromResult(true);
                },
                default).IsCompletedSuccessfully);
            Assert.Equal(events.Select(e => (e.Name, e.Payload)), received);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task What_the_client_answers_is_what_the_daemon_understands()
    {
        var output = new MemoryStream();
        bool[] answers = [true, false, true];
        int next = 0;
        await new EventListenerClient(new MemoryStream(Written(s_events[..3])), output).RunAsync((_, _) => Task.FromResult(answers[next++]), default);

        var recorder = new ProtocolRecorder();
        var protocol = new ListenerProtocol(recorder);
        foreach (byte value in output.ToArray())
        {
            protocol.Receive([value]);
            if (protocol.State == ListenerState.Ready && recorder.Results.Count < 3)
            {
                protocol.EventSent();
            }
        }

        Assert.Equal(["OK", "FAIL", "OK"], recorder.Results);
        Assert.Equal(ListenerState.Ready, protocol.State);
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("eventname:X\n")]
    [InlineData("eventname:X len:-1\n")]
    [InlineData("eventname:X len:5\nabc")]
    [InlineData("eventname:X len:3")]
    [InlineData("eventname:X len:1\n\xff\xff\xff\xff")]
    [InlineData("eventname:X len:1\n\xc3")]
    [InlineData("\n")]
    public async Task What_is_no_event_is_an_error(string input) => await Assert.ThrowsAsync<EventProtocolException>(
        () => new EventListenerClient(new MemoryStream(input.ToBytes()), Stream.Null).ReceiveAsync(default));

    [Fact]
    public async Task Headers_and_payloads_are_bounded()
    {
        var endless = new EventListenerClient(new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 100_000))), Stream.Null);
        await Assert.ThrowsAsync<EventProtocolException>(() => endless.ReceiveAsync(default));
        var large = new EventListenerClient(
            new MemoryStream(Encoding.ASCII.GetBytes("eventname:X len:1000000\n" + new string('x', 100_000))), Stream.Null, maxPayloadBytes: 50_000);
        EventProtocolException exception = await Assert.ThrowsAsync<EventProtocolException>(() => large.ReceiveAsync(default));
        Assert.Contains("50000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_input_is_events_or_an_error() => Prop.ForAll(
        Gen.Elements(s_fragments).ListOf().ToArbitrary(), Gen.Choose(1, 5).ListOf().ToArbitrary(), (fragments, sizes) =>
        {
            var client = new EventListenerClient(new ChunkedStream(string.Concat(fragments).ToBytes(), [.. sizes]), Stream.Null);
            Exception? exception = client.RunAsync((_, _) => Task.FromResult(true), default).Exception?.InnerException;
            Assert.True(exception is null or EventProtocolException, exception?.ToString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static byte[] Written(params SupervisorEvent[] events) =>
        [.. events.SelectMany((e, i) => EventEnvelope.Create("ident", "pool", new PooledEvent(e, i, i)))];
}
