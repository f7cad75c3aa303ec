using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Minos.Events;

namespace Minos.Core.Tests.Events;

public class ListenerProtocolTests
{
    private static readonly string[] s_fragments =
    [
        "READY\n", "READY", "\n", "\r\n", "RESULT 2\n", "RESULT 2\nOK", "RESULT 4\nFAIL", "RESULT 0\n", "RESULT -1\n", "RESULT ", "OK", "FAIL", "R", "E",
        "RESULT 1_0\n0123456789", "RESULT +2 \n", "RESULT 99999999999999999999\n", "RESULT2\n", "XXXXXXX3\nabc", "\0", "\xff", " ",
    ];

    [Theory]
    [InlineData("RESULT 2\nOKREADY\n", ListenerState.Ready, "OK")]
    [InlineData("RESULT 2\nOK", ListenerState.Acknowledged, "OK")]
    [InlineData("RESULT 4\nFAILREADY\n", ListenerState.Ready, "FAIL")]
    [InlineData("XXXXXXX2\nOK", ListenerState.Acknowledged, "OK")]
    [InlineData("RESULT  +2 \t\r\nOK", ListenerState.Acknowledged, "OK")]
    [InlineData("RESULT 1_0\n0123456789", ListenerState.Acknowledged, "0123456789")]
    [InlineData("RESULT 2\nO", ListenerState.Busy)]
    [InlineData("RESULT 2", ListenerState.Busy)]
    [InlineData("RESULT 0\n", ListenerState.Busy)]
    [InlineData("RESULT -0\nREADY\n", ListenerState.Ready, "")]
    [InlineData("RESULT 0\nREADY\n", ListenerState.Ready, "")]
    [InlineData("RESULT2\nOK", ListenerState.Unknown)]
    [InlineData("RESULT -1\nOK", ListenerState.Unknown)]
    [InlineData("RESULT 1__0\nOK", ListenerState.Unknown)]
    [InlineData("RESULT 2_\nOK", ListenerState.Unknown)]
    [InlineData("RESULT 2147483648\nOK", ListenerState.Unknown)]
    [InlineData("RESULT two\nOK", ListenerState.Unknown)]
    [InlineData("\n", ListenerState.Unknown)]
    [InlineData("READY\n", ListenerState.Unknown)]
    public void Answers_of_a_busy_listener(string output, ListenerState state, params string[] results)
    {
        (ListenerProtocol protocol, ProtocolRecorder recorder) = Busy();
        protocol.Receive(output.ToBytes());
        Assert.Equal(state, protocol.State);
        Assert.Equal(results, recorder.Results);
    }

    [Theory]
    [InlineData("READY\n", ListenerState.Ready)]
    [InlineData("READ", ListenerState.Acknowledged)]
    [InlineData("xxxxx", ListenerState.Acknowledged)]
    [InlineData("xxxxxx", ListenerState.Unknown)]
    [InlineData("READY\r\n", ListenerState.Unknown)]
    [InlineData("READY\nREADY\n", ListenerState.Unknown)]
    [InlineData("READY\n ", ListenerState.Unknown)]
    public void Words_of_a_listener_that_is_to_say_that_it_is_ready(string output, ListenerState state)
    {
        var protocol = new ListenerProtocol(new ProtocolRecorder());
        protocol.Receive(output.ToBytes());
        Assert.Equal(state, protocol.State);
    }

    [Fact]
    public void A_listener_that_broke_the_protocol_is_not_heard_until_it_is_started_again()
    {
        var protocol = new ListenerProtocol(new ProtocolRecorder());
        protocol.Receive("nonsense"u8);
        protocol.Receive("READY\n"u8);
        Assert.Equal(ListenerState.Unknown, protocol.State);
        protocol.Restart();
        Assert.Equal(ListenerState.Acknowledged, protocol.State);
        protocol.Receive("READY\n"u8);
        Assert.Equal(ListenerState.Ready, protocol.State);
    }

    [Fact]
    public void What_a_listener_had_begun_to_say_dies_with_it()
    {
        (ListenerProtocol protocol, ProtocolRecorder recorder) = Busy();
        protocol.Receive("RESULT 5\nab"u8);
        protocol.Restart();
        protocol.Receive("READY\n"u8);
        protocol.EventSent();
        protocol.Receive("RESULT 2\nOK"u8);
        Assert.Equal(["OK"], recorder.Results);
    }

    [Fact]
    public void A_rejected_event_is_told_after_the_change_of_state()
    {
        (ListenerProtocol protocol, ProtocolRecorder recorder) = Busy();
        protocol.Receive("RESULT 4\nFAIL"u8);
        Assert.Equal(["result 4 FAIL", "Busy -> Acknowledged", "rejected"], recorder.Calls);
        (protocol, recorder) = Busy();
        protocol.Receive("what\n"u8);
        Assert.Equal(["bad line what", "Busy -> Unknown", "rejected"], recorder.Calls);
    }

    [Fact]
    public void Of_a_long_answer_only_the_beginning_is_kept()
    {
        (ListenerProtocol protocol, ProtocolRecorder recorder) = Busy();
        protocol.Receive("RESULT 1000000\n"u8);
        protocol.Receive(new byte[999_999]);
        Assert.Empty(recorder.Results);
        protocol.Receive("xREADY\n"u8);
        Assert.Equal(ListenerProtocol.MaxKeptBytes, Assert.Single(recorder.Results).Length);
        Assert.Equal(ListenerState.Ready, protocol.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_that_does_not_end_is_a_bad_one(bool inOnePiece)
    {
        (ListenerProtocol protocol, ProtocolRecorder recorder) = Busy();
        byte[] line = Encoding.ASCII.GetBytes("RESULT " + new string('1', ListenerProtocol.MaxLineBytes) + "\n");
        foreach (byte[] piece in inOnePiece ? [line] : line.Chunk(1000))
        {
            protocol.Receive(piece);
        }

        Assert.Equal(ListenerState.Unknown, protocol.State);
        Assert.Equal("rejected", recorder.Calls[^1]);
    }

    [Fact]
    public void How_the_output_is_cut_makes_no_difference() => Prop.ForAll(
        Gen.Elements(s_fragments).ListOf().ToArbitrary(), Gen.Choose(1, 7).ListOf().ToArbitrary(), (fragments, sizes) =>
        {
            byte[] output = string.Concat(fragments).ToBytes();
            (ListenerProtocol whole, ProtocolRecorder expected) = Busy();
            whole.Receive(output);
            (ListenerProtocol cut, ProtocolRecorder actual) = Busy();
            int at = 0;
            for (int i = 0; at < output.Length; i++)
            {
                int size = Math.Min(sizes.Count == 0 ? 1 : sizes[i % sizes.Count], output.Length - at);
                cut.Receive(output.AsSpan(at, size));
                at += size;
            }

            Assert.Equal(whole.State, cut.State);
            Assert.Equal(expected.Calls, actual.Calls);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_bytes_leave_a_state_that_fits_what_was_told() => Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), pieces =>
    {
        (ListenerProtocol protocol, ProtocolRecorder recorder) = Busy();
        foreach (byte[] piece in pieces)
        {
            protocol.Receive(piece);
        }

        string? last = recorder.Calls.FindLast(c => c.Contains("->", StringComparison.Ordinal));
        Assert.Equal(protocol.State.ToString(), last?.Split(" -> ")[1] ?? "Busy");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static (ListenerProtocol Protocol, ProtocolRecorder Recorder) Busy()
    {
        var recorder = new ProtocolRecorder();
        var protocol = new ListenerProtocol(recorder);
        protocol.Receive("READY\n"u8);
        protocol.EventSent();
        recorder.Calls.Clear();
        return (protocol, recorder);
    }
}
