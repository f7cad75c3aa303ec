using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

public class XmlRpcPropertyTests
{
    private static readonly string[] s_fragments =
    [
        "<methodCall>", "</methodCall>", "<methodName>", "</methodName>", "<params>", "</params>", "<param>", "</param>", "<value>", "</value>",
        "<value/>", "<int>", "</int>", "<struct>", "</struct>", "<member>", "</member>", "<name>", "</name>", "<array>", "</array>", "<data>",
        "</data>", "<base64>", "</base64>", "<?xml version='1.0' encoding='utf-16'?>", "<!DOCTYPE x>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;",
        "&#0;", "&#x10FFFF;", "&", "<", ">", "x", "1", "\"", " a='b'", "xmlns:p='u'", "<p:int>", "\n", "\0", "é", "\ud800", "<?pi ?>",
    ];

    [Fact]
    public void What_is_written_as_an_answer_is_read_as_it_was() =>
        Prop.ForAll(Values().ToArbitrary(), value =>
        {
            var output = new ArrayBufferWriter<byte>();
            XmlRpcWriter.WriteResponse(output, value);
            Assert.Equal(RpcDump.Of(AsReceived(value)), RpcDump.Of(XmlRpcReader.ReadResponse(output.WrittenSpan)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_written_as_a_call_is_read_as_it_was() =>
        Prop.ForAll(Values().ListOf().ToArbitrary(), values =>
        {
            var output = new ArrayBufferWriter<byte>();
            XmlRpcWriter.WriteCall(output, "a.b", [.. values]);
            RpcCall call = XmlRpcReader.ReadCall(new ReadOnlySequence<byte>(output.WrittenMemory));
            Assert.Equal("a.b", call.Method);
            Assert.Equal(values.Select(v => RpcDump.Of(AsReceived(v))), call.Arguments.Select(RpcDump.Of));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_a_call_or_malformed() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => AssertReadable(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Any_fragments_of_calls_are_a_call_or_malformed() =>
        Prop.ForAll(Gen.Elements(s_fragments).ListOf().ToArbitrary(), parts => AssertReadable(Encoding.UTF8.GetBytes(string.Concat(parts))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void A_call_with_any_byte_changed_is_a_call_or_malformed()
    {
        var output = new ArrayBufferWriter<byte>();
        XmlRpcWriter.WriteCall(output, "a.b", ["text", 1, new RpcStruct { ["x"] = new RpcArray { true, 1.5, DateTime.UnixEpoch } }]);
        byte[] valid = output.WrittenSpan.ToArray();
        for (int at = 0; at < valid.Length; at++)
        {
            foreach (byte replacement in "\0<>&/ 0\xff"u8)
            {
                byte[] changed = [.. valid];
                changed[at] = replacement;
                AssertReadable(changed);
            }
        }
    }

    private static void AssertReadable(byte[] bytes)
    {
        try
        {
            Assert.NotEmpty(XmlRpcReader.ReadCall(bytes).Method);
        }
        catch (MalformedRpcException)
        {
            // The other permitted outcome.
        }

        try
        {
            Assert.NotNull(XmlRpcReader.ReadResponse(bytes));
        }
        catch (Exception e) when (e is MalformedRpcException or RpcFault)
        {
            // The other permitted outcomes.
        }
    }

    private static Gen<RpcValue> Values() => Gen.Sized(size => Values(Math.Min(size, 40)));

    private static Gen<RpcValue> Values(int size)
    {
        Gen<RpcValue> leaf = Gen.OneOf(
            ArbMap.Default.GeneratorFor<int>().Select(n => (RpcValue)n),
            ArbMap.Default.GeneratorFor<long>().Select(n => (RpcValue)n),
            ArbMap.Default.GeneratorFor<bool>().Select(b => (RpcValue)b),
            Texts().Select(s => (RpcValue)s),
            ArbMap.Default.GeneratorFor<double>().Select(d => (RpcValue)d),
            ArbMap.Default.GeneratorFor<byte[]>().Select(b => (RpcValue)b),
            Gen.Choose(0, int.MaxValue).Select(s => (RpcValue)DateTime.UnixEpoch.AddSeconds(s)),
            Gen.Constant(RpcValue.Nil));
        if (size < 2)
        {
            return leaf;
        }

        Gen<RpcValue> inner = Values(size / 4);
        return Gen.OneOf(
            leaf,
            inner.ListOf().Select(items => (RpcValue)new RpcArray(items)),
            Texts().SelectMany(name => inner.Select(value => (name, value))).ListOf().Select(ToStruct));
    }

    private static Gen<string> Texts() => ArbMap.Default.GeneratorFor<char[]>().Select(chars => new string(chars));

    private static RpcValue ToStruct(List<(string Name, RpcValue Value)> members)
    {
        var result = new RpcStruct();
        foreach ((string name, RpcValue value) in members)
        {
            // Names that become equal on the wire would be one member.
            result[AsReceived(name)] = value;
        }

        return result;
    }

    private static RpcValue AsReceived(RpcValue value) => value switch
    {
        RpcInteger integer => Math.Clamp(integer.Value, int.MinValue, int.MaxValue),
        RpcString text => AsReceived(text.Value),
        RpcArray array => new RpcArray(array.Select(AsReceived)),
        RpcStruct members => ToStruct([.. members.Select(m => (m.Key, AsReceived(m.Value)))]),
        _ => value,
    };

    // What XML makes of a text: no characters but those of XML 1.0, and one kind of line end.
    private static string AsReceived(string text)
    {
        var result = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool legal = rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not (0xFFFE or 0xFFFF));
            result.Append(legal ? rune.ToString() : "\uFFFD");
        }

        return result.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\r", "\n", StringComparison.Ordinal);
    }
}
