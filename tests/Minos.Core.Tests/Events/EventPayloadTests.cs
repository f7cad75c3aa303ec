using System.Text;
using Minos.Events;

namespace Minos.Core.Tests.Events;

public class EventPayloadTests
{
    public static TheoryData<string, string, SupervisorEvent> Payloads() => new()
    {
        { "PROCESS_STATE_STARTING", "processname:el groupname:el from_state:STOPPED tries:0", State("el", "STOPPED", "STARTING") },
        { "PROCESS_STATE_RUNNING", "processname:el groupname:el from_state:STARTING pid:14364", State("el", "STARTING", "RUNNING") with { Pid = 14364 } },
        { "PROCESS_STATE_BACKOFF", "processname:quick groupname:quick from_state:STARTING tries:1", State("quick", "STARTING", "BACKOFF") with { Tries = 1 } },
        { "PROCESS_STATE_STOPPING", "processname:a groupname:a from_state:RUNNING pid:7", State("a", "RUNNING", "STOPPING") with { Pid = 7 } },
        { "PROCESS_STATE_EXITED", "processname:cat groupname:cat from_state:RUNNING expected:0 pid:14366", State("cat", "RUNNING", "EXITED") with { Pid = 14366 } },
        { "PROCESS_STATE_EXITED", "processname:a groupname:a from_state:RUNNING expected:1 pid:7", State("a", "RUNNING", "EXITED") with { Pid = 7, Expected = true } },
        { "PROCESS_STATE_STOPPED", "processname:a groupname:a from_state:STOPPING pid:7", State("a", "STOPPING", "STOPPED") with { Pid = 7 } },
        { "PROCESS_STATE_STOPPED", "processname:a groupname:a from_state:BACKOFF pid:0", State("a", "BACKOFF", "STOPPED") },
        { "PROCESS_STATE_FATAL", "processname:a groupname:a from_state:BACKOFF", State("a", "BACKOFF", "FATAL") with { Pid = 7, Tries = 3 } },
        { "PROCESS_STATE_UNKNOWN", "processname:a groupname:a from_state:STOPPING", State("a", "STOPPING", "UNKNOWN") with { Pid = 7 } },
        { "PROCESS_COMMUNICATION_STDOUT", "processname:cap groupname:g pid:14365\nHello!", new ProcessCommunicationEvent("cap", "g", 14365, OutputStream.Stdout, "Hello!"u8.ToArray()) },
        { "PROCESS_COMMUNICATION_STDERR", "processname:cap groupname:g pid:1\n", new ProcessCommunicationEvent("cap", "g", 1, OutputStream.Stderr, default) },
        { "PROCESS_LOG_STDOUT", @"processname:bin groupname:bin pid:1988 channel:stdout" + "\n" + @"Undecodable: b'a\xff\xe9b'", new ProcessLogEvent("bin", "bin", 1988, OutputStream.Stdout, "a\u00ff\u00e9b".ToBytes()) },
        { "PROCESS_LOG_STDERR", "processname:bin groupname:bin pid:1988 channel:stderr\nfé\n", new ProcessLogEvent("bin", "bin", 1988, OutputStream.Stderr, "fé\n"u8.ToArray()) },
        { "REMOTE_COMMUNICATION", "type:1\n2", new RemoteCommunicationEvent("1", "2") },
        { "SUPERVISOR_STATE_CHANGE_RUNNING", "", new SupervisorStateEvent(IsStopping: false) },
        { "SUPERVISOR_STATE_CHANGE_STOPPING", "", new SupervisorStateEvent(IsStopping: true) },
        { "TICK_5", "when:1795344700", new TickEvent(EventType.Tick5, 1795344700) },
        { "PROCESS_GROUP_ADDED", "groupname:el\n", new ProcessGroupEvent("el", IsRemoved: false) },
        { "PROCESS_GROUP_REMOVED", "groupname:el\n", new ProcessGroupEvent("el", IsRemoved: true) },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Payloads_are_those_of_Supervisor(string name, string payload, SupervisorEvent published)
    {
        Assert.Equal(name, published.Name);
        Assert.Equal(payload, published.Payload);
    }

    [Theory]
    [InlineData("a\tb\\c\r\n\0\x7f\x80", @"Undecodable: b'a\tb\\c\r\n\x00\x7f\x80'")]
    [InlineData("it's \x80", "Undecodable: b\"it's \\x80\"")]
    [InlineData("both ' and \" \x80", @"Undecodable: b'both \' and "" \x80'")]
    public void What_is_no_text_looks_as_Python_shows_it(string latin, string shown) =>
        Assert.EndsWith("\n" + shown, new ProcessLogEvent("p", "g", 1, OutputStream.Stdout, latin.ToBytes()).Payload, StringComparison.Ordinal);

    [Fact]
    public void The_header_has_its_tokens_in_Supervisors_order() => Assert.Equal(
        "ver:3.0 server:ident1 serial:0 pool:el poolserial:7 eventname:PROCESS_GROUP_ADDED len:13\ngroupname:el\n",
        Encoding.UTF8.GetString(EventEnvelope.Create("ident1", "el", new PooledEvent(new ProcessGroupEvent("el", IsRemoved: false), 0, 7))));

    [Theory]
    [InlineData("fé\nbé", 11)]
    [InlineData("😀", 7)]
    [InlineData("", 6)]
    public void Length_is_in_code_points(string data, int length) => AssertLength(data, length);

    [Fact]
    public void Half_a_character_counts_as_the_one_that_is_written_for_it() => AssertLength("\ud800", 7);

    [Fact]
    public void A_counter_begins_with_0_and_does_so_again_after_the_largest_number()
    {
        var fresh = new EventSerial();
        Assert.Equal([0L, 1L], [fresh.Next(), fresh.Next()]);
        var old = new EventSerial(long.MaxValue - 1);
        Assert.Equal([long.MaxValue, 0L], [old.Next(), old.Next()]);
    }

    private static void AssertLength(string data, int length) => Assert.Contains(
        $" len:{length}\ntype:\n",
        Encoding.UTF8.GetString(EventEnvelope.Create("s", "p", new PooledEvent(new RemoteCommunicationEvent("", data), 0, 0))),
        StringComparison.Ordinal);

    private static ProcessStateEvent State(string name, string from, string to) => new(name, name, from, to);
}
