using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Minos.Logs;

namespace Minos.Core.Tests.Logs;

public sealed class FilterTests
{
    private const string Begin = "<!--XSUPERVISOR:BEGIN-->";
    private const string End = "<!--XSUPERVISOR:END-->";

    [Theory]
    [InlineData("\e[34mHello\e[0m", "Hello")]
    [InlineData("\e[2K\rfoo", "\rfoo")]
    [InlineData("a\e[33Gb", "a")]
    [InlineData("\e]0;t\ax", "\e]0;t\ax")]
    [InlineData("\e[", "")]
    [InlineData("a\e", "a\e")]
    [InlineData("\e\e[1mx", "\ex")]
    public void Ansi_sequences_are_removed_wherever_the_output_is_cut(string output, string expected)
    {
        for (int size = 1; size <= output.Length; size++)
        {
            Assert.Equal(expected, Strip(output.Chunk(size).Select(chunk => new string(chunk))));
        }
    }

    [Fact]
    public void Stripping_does_not_depend_on_the_cuts()
    {
        Gen<string> piece = Gen.Elements("\e[", "\e", "[", "m", "H", "34", "text", "\n", "G");
        Prop.ForAll(piece.ListOf().ToArbitrary(), pieces => Strip(pieces) == Strip([string.Concat(pieces)])).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_message_is_taken_out_of_the_output()
    {
        Receiver receiver = Capture([$"pre{Begin}Hello!{End}post"]);

        Assert.Equal("prepost", receiver.Log.ToString());
        Assert.Equal(["Hello!"], receiver.Messages);
    }

    [Fact]
    public void A_message_may_come_in_pieces() =>
        Assert.Equal(["abcdef"], Capture([$"{Begin}abc", $"def{End}"]).Messages);

    [Fact]
    public void A_message_in_one_piece_is_kept_whole_whatever_the_limit() =>
        Assert.Equal([new string('x', 50)], Capture([$"{Begin}{new string('x', 50)}{End}"]).Messages);

    [Fact]
    public void Short_output_is_handed_on_at_once()
    {
        var receiver = new Receiver(20);
        new CaptureParser().Parse("hello\n"u8, receiver);

        Assert.Equal("hello\n", receiver.Log.ToString());
    }

    [Fact]
    public void The_beginning_of_a_token_is_held_back_until_it_is_none()
    {
        var receiver = new Receiver(20);
        var parser = new CaptureParser();
        parser.Parse("a<!--XSUP"u8, receiver);
        Assert.Equal("a", receiver.Log.ToString());

        parser.Parse("ERB"u8, receiver);
        Assert.Equal("a<!--XSUPERB", receiver.Log.ToString());

        parser.Parse("<!-"u8, receiver);
        parser.Finish(receiver);
        Assert.Equal("a<!--XSUPERB<!-", receiver.Log.ToString());
    }

    [Fact]
    public void Capture_does_not_depend_on_the_cuts()
    {
        Gen<string> piece = Gen.Elements(Begin, End, "<", "<!--XSUPERVISOR:", "text", "\n", Begin[..^1], End[1..]);
        Prop.ForAll(piece.ListOf().ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), (pieces, size) =>
        {
            string output = string.Concat(pieces);
            Receiver cut = Capture(output.Chunk(size).Select(chunk => new string(chunk)), 1_000_000);
            (string log, List<string> messages) = Reference(output);
            return cut.Log.ToString() == log && cut.Messages.SequenceEqual(messages);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_capture_buffer_forgets_as_many_bytes_as_arrive()
    {
        string[] expected = ["abc", "abcde", "bcdef", "defgh", "1234567"];
        string[] pieces = ["abc", "de", "f", "gh", "1234567"];
        for (int count = 1; count <= pieces.Length; count++)
        {
            var buffer = new CaptureBuffer(5);
            foreach (string piece in pieces[..count])
            {
                buffer.Append(Encoding.ASCII.GetBytes(piece));
            }

            Assert.Equal(expected[count - 1], Encoding.ASCII.GetString(buffer.Take()));
        }
    }

    [Fact]
    public void Lines_do_not_depend_on_the_cuts_and_are_bounded()
    {
        Prop.ForAll(Gen.Elements("a", "bb", "\n", "cccccccccc").ListOf().ToArbitrary(), pieces =>
        {
            string text = string.Concat(pieces);
            List<string> lines = Split(pieces);
            return lines.SequenceEqual(Split([text])) && lines.All(line => line.Length <= 8)
                && string.Concat(lines) == text.Replace("\n", "", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

        Assert.Equal(["one", "", "two"], Split(["on", "e\n\ntwo"]));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0x41, 0x0A, 0x5C }, @"b'\xffA\n\\'")]
    [InlineData(new byte[] { 0x27, 0x00 }, "b\"'\\x00\"")]
    [InlineData(new byte[] { 0x27, 0x22 }, "b'\\'\"'")]
    public void Bytes_are_shown_as_Python_shows_them(byte[] data, string expected) => Assert.Equal(expected, Utf8Text.PythonLiteral(data));

    private static string Strip(IEnumerable<string> pieces)
    {
        var stripper = new AnsiStripper();
        var result = new StringBuilder();
        foreach (string piece in pieces)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(piece);
            _ = result.Append(Encoding.ASCII.GetString(stripper.Strip(bytes, new byte[bytes.Length + 1])));
        }

        return result.Append(Encoding.ASCII.GetString(stripper.Finish())).ToString();
    }

    private static Receiver Capture(IEnumerable<string> pieces, long maxBytes = 20)
    {
        var receiver = new Receiver(maxBytes);
        var parser = new CaptureParser();
        foreach (string piece in pieces)
        {
            parser.Parse(Encoding.ASCII.GetBytes(piece), receiver);
        }

        parser.Finish(receiver);
        return receiver;
    }

    private static (string Log, List<string> Messages) Reference(string output)
    {
        var log = new StringBuilder();
        var messages = new List<string>();
        while (output.IndexOf(Begin, StringComparison.Ordinal) is int begin and >= 0)
        {
            _ = log.Append(output[..begin]);
            output = output[(begin + Begin.Length)..];
            int end = output.IndexOf(End, StringComparison.Ordinal);
            if (end < 0)
            {
                return (log.ToString(), messages);
            }

            messages.Add(output[..end]);
            output = output[(end + End.Length)..];
        }

        return (log.Append(output).ToString(), messages);
    }

    private static List<string> Split(IEnumerable<string> pieces)
    {
        var lines = new List<string>();
        var splitter = new LineSplitter(8);
        void Add(ReadOnlySpan<byte> line) => lines.Add(Encoding.ASCII.GetString(line));
        foreach (string piece in pieces)
        {
            splitter.Add(Encoding.ASCII.GetBytes(piece), Add);
        }

        splitter.Finish(Add);
        return lines;
    }

    private sealed class Receiver(long maxBytes) : ICaptureReceiver
    {
        private readonly CaptureBuffer _buffer = new(maxBytes);

        public StringBuilder Log { get; } = new();

        public List<string> Messages { get; } = [];

        public void Output(ReadOnlySpan<byte> data, bool isCaptured)
        {
            if (isCaptured)
            {
                _buffer.Append(data);
            }
            else
            {
                _ = Log.Append(Encoding.ASCII.GetString(data));
            }
        }

        public void MessageCompleted() => Messages.Add(Encoding.ASCII.GetString(_buffer.Take()));
    }
}
