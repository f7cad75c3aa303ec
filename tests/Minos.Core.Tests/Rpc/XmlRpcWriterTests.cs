using System.Buffers;
using System.Text;
using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

/// <summary>The expected messages are what the encoder of Python's xmlrpc.client, which Supervisor uses, writes for the same values.</summary>
public class XmlRpcWriterTests
{
    [Fact]
    public void An_answer_has_the_layout_of_supervisors_encoder()
    {
        var value = new RpcStruct
        {
            ["name"] = "a<b>&c",
            ["n"] = -5,
            ["t"] = true,
            ["d"] = -12.214,
            ["l"] = new RpcArray { 1, "é", new RpcArray(), new RpcStruct() },
            ["when"] = new DateTime(1998, 7, 17, 14, 8, 55),
            ["bin"] = "you can't read this!"u8.ToArray(),
        };
        Assert.Equal(
            "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><struct>\n<member>\n<name>name</name>\n<value><string>a&lt;b&gt;&amp;c"
            + "</string></value>\n</member>\n<member>\n<name>n</name>\n<value><int>-5</int></value>\n</member>\n<member>\n<name>t</name>\n<value>"
            + "<boolean>1</boolean></value>\n</member>\n<member>\n<name>d</name>\n<value><double>-12.214</double></value>\n</member>\n<member>\n"
            + "<name>l</name>\n<value><array><data>\n<value><int>1</int></value>\n<value><string>é</string></value>\n<value><array><data>\n</data>"
            + "</array></value>\n<value><struct>\n</struct></value>\n</data></array></value>\n</member>\n<member>\n<name>when</name>\n<value>"
            + "<dateTime.iso8601>19980717T14:08:55</dateTime.iso8601></value>\n</member>\n<member>\n<name>bin</name>\n<value><base64>\n"
            + "eW91IGNhbid0IHJlYWQgdGhpcyE=\n</base64></value>\n</member>\n</struct></value>\n</param>\n</params>\n</methodResponse>\n",
            Write(output => XmlRpcWriter.WriteResponse(output, value)));
    }

    [Fact]
    public void An_array_whose_text_is_kept_is_written_the_same_each_time()
    {
        var kept = new RpcArray { 1, "a<b>&c", new RpcStruct { ["é"] = new RpcArray { true } } };
        var answer = new RpcArray { "before", kept, "after" };
        string plain = Write(output => XmlRpcWriter.WriteResponse(output, answer));
        kept.KeepXml();

        Assert.Equal(plain, Write(output => XmlRpcWriter.WriteResponse(output, answer)));
        Assert.Equal(plain, Write(output => XmlRpcWriter.WriteResponse(output, answer)));
        Assert.NotNull(kept.Xml);
    }

    [Fact]
    public void A_fault_has_the_layout_of_supervisors_encoder() => Assert.Equal(
        "<?xml version='1.0'?>\n<methodResponse>\n<fault>\n<value><struct>\n<member>\n<name>faultCode</name>\n<value><int>10</int></value>\n"
        + "</member>\n<member>\n<name>faultString</name>\n<value><string>BAD_NAME: x</string></value>\n</member>\n</struct></value>\n</fault>\n"
        + "</methodResponse>\n",
        Write(output => XmlRpcWriter.WriteFault(output, RpcFault.BadName("x"))));

    [Fact]
    public void A_call_has_the_layout_of_supervisors_encoder() => Assert.Equal(
        "<?xml version='1.0'?>\n<methodCall>\n<methodName>supervisor.startProcess</methodName>\n<params>\n<param>\n<value><string>web</string>"
        + "</value>\n</param>\n<param>\n<value><boolean>0</boolean></value>\n</param>\n</params>\n</methodCall>\n",
        Write(output => XmlRpcWriter.WriteCall(output, "supervisor.startProcess", ["web", false])));

    [Fact]
    public void A_call_without_arguments_has_empty_params() => Assert.Equal(
        "<?xml version='1.0'?>\n<methodCall>\n<methodName>supervisor.getState</methodName>\n<params>\n</params>\n</methodCall>\n",
        Write(output => XmlRpcWriter.WriteCall(output, "supervisor.getState", [])));

    [Theory]
    [InlineData(long.MaxValue, "2147483647")]
    [InlineData(2147483648, "2147483647")]
    [InlineData(long.MinValue, "-2147483648")]
    [InlineData(-2147483648, "-2147483648")]
    public void Numbers_are_capped_to_32_bits(long value, string written) =>
        Assert.Contains($"<int>{written}</int>", Write(output => XmlRpcWriter.WriteResponse(output, value)), StringComparison.Ordinal);

    [Theory]
    [InlineData("\x1b[31mred\x1b[0m", "\uFFFD[31mred\uFFFD[0m")]
    [InlineData("\0", "\uFFFD")]
    [InlineData("\uFFFE\uFFFF", "\uFFFD\uFFFD")]
    [InlineData("a\tb\nc\rd", "a\tb\nc\rd")]
    [InlineData("\ud83d\ude00", "\ud83d\ude00")]
    public void Text_that_xml_cannot_carry_is_replaced(string text, string written) =>
        Assert.Contains($"<string>{written}</string>", Write(output => XmlRpcWriter.WriteResponse(output, text)), StringComparison.Ordinal);

    // Not an InlineData: attributes hold UTF-8 and would change it.
    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced() => Assert.Contains(
        "<string>lone \uFFFD half</string>",
        Write(output => XmlRpcWriter.WriteResponse(output, "lone \ud83d half")),
        StringComparison.Ordinal);

    [Fact]
    public void Text_longer_than_a_block_keeps_its_surrogate_pairs()
    {
        // Pairs at every parity around the ends of blocks.
        string text = "x" + string.Concat(Enumerable.Repeat("\ud83d\ude00", 20_000));
        Assert.Contains($"<string>{text}</string>", Write(output => XmlRpcWriter.WriteResponse(output, text)), StringComparison.Ordinal);
        Assert.Contains($"<string>{text[1..]}</string>", Write(output => XmlRpcWriter.WriteResponse(output, text[1..])), StringComparison.Ordinal);
    }

    private static string Write(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
