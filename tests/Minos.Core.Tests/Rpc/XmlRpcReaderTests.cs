using System.Text;
using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

public class XmlRpcReaderTests
{
    [Theory]
    [InlineData("<value><i4>41</i4></value>", "int 41")]
    [InlineData("<value><int> -7 </int></value>", "int -7")]
    [InlineData("<value></value>", "string ''")]
    [InlineData("<value/>", "string ''")]
    [InlineData("<value>bar</value>", "string 'bar'")]
    [InlineData("<value><string> a b </string></value>", "string ' a b '")]
    [InlineData("<value> <string>a</string></value>", "string 'a'")]
    [InlineData("<value><string/></value>", "string ''")]
    [InlineData("<value><string>a<!-- no -->b<![CDATA[<c>]]></string></value>", "string 'ab<c>'")]
    [InlineData("<value><string>&#x263a;&amp;&lt;</string></value>", "string '☺&<'")]
    [InlineData("<value><boolean>0</boolean></value>", "boolean false")]
    [InlineData("<value><boolean>1</boolean></value>", "boolean true")]
    [InlineData("<value><boolean>true</boolean></value>", "boolean false")]
    [InlineData("<value><double>-12.214</double></value>", "double -12.214")]
    [InlineData("<value><dateTime.iso8601>19980717T14:08:55</dateTime.iso8601></value>", "dateTime.iso8601 19980717T14:08:55")]
    [InlineData("<value><base64>eW91IGNhbid0IHJlYWQgdGhpcyE=</base64></value>", "base64 eW91IGNhbid0IHJlYWQgdGhpcyE=")]
    [InlineData("<value><base64>\neW91\nIGNh\n</base64></value>", "base64 eW91IGNh")]
    [InlineData("<value><nil/></value>", "nil")]
    [InlineData("<value><ex:nil xmlns:ex='urn:x'/></value>", "nil")]
    [InlineData("<value><i8>5</i8></value>", "string '5'")]
    [InlineData("<value><array><data></data></array></value>", "array []")]
    [InlineData("<value><struct></struct></value>", "struct {}")]
    [InlineData("<array><data><value><int>1</int></value> <value>b</value></data></array>", "array [int 1, string 'b']")]
    [InlineData(
        "<struct><member><name>a</name><value>1</value></member>\n<member><name>b</name><value><int>2</int></value></member></struct>",
        "struct {a: string '1', b: int 2}")]
    public void Values_are_read_as_supervisor_reads_them(string xml, string expected)
    {
        RpcCall call = Read($"<?xml version='1.0'?><methodCall><methodName>x.y</methodName><params><param>{xml}</param></params></methodCall>");
        Assert.Equal("x.y", call.Method);
        Assert.Equal(expected, RpcDump.Of(Assert.Single(call.Arguments)));
    }

    [Fact]
    public void Base64_is_text_where_a_text_is_wanted() =>
        Assert.Equal("you can't read this!", new RpcArguments([new RpcBinary("you can't read this!"u8.ToArray())]).GetString(0));

    [Theory]
    [InlineData("<methodCall><methodName>x.y</methodName></methodCall>")]
    [InlineData("<methodCall><methodName>x.y</methodName><params/></methodCall>")]
    [InlineData("<methodCall><methodName>x.y</methodName><params>\n</params></methodCall>\n\n")]
    public void Params_may_be_missing_or_empty(string xml) => Assert.Empty(Read(xml).Arguments);

    [Fact]
    public void Blanks_around_a_method_name_are_a_part_of_it() =>
        Assert.Equal(" x.y ", Read("<methodCall><methodName> x.y </methodName></methodCall>").Method);

    [Theory]
    [InlineData("")]
    [InlineData("this is not xml")]
    [InlineData("<methodCall/>")]
    [InlineData("<methodCall><methodName/></methodCall>")]
    [InlineData("<methodCall><methodName></methodName></methodCall>")]
    [InlineData("<methodCall><params/></methodCall>")]
    [InlineData("<methodCall><methodName>x</methodName></methodCall><methodCall/>")]
    [InlineData("<methodCall><methodName>x</methodName>")]
    [InlineData("<methodCall><methodName>x</methodName></methodcall>")]
    [InlineData("<methodResponse><params/></methodResponse>")]
    [InlineData("<methodCall><methodName>&nope;</methodName></methodCall>")]
    [InlineData("<methodCall><methodName>a\x01b</methodName></methodCall>")]
    [InlineData("<methodCall><methodName>x</methodName><ex:params/></methodCall>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'v'>]><methodCall><methodName>&e;</methodName></methodCall>")]
    [InlineData("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><methodCall><methodName>x</methodName></methodCall>")]
    public void What_is_not_a_call_is_malformed(string xml) => Assert.Throws<MalformedRpcException>(() => Read(xml));

    [Theory]
    [InlineData("<value><int></int></value>")]
    [InlineData("<value><int>1.5</int></value>")]
    [InlineData("<value><int>99999999999999999999</int></value>")]
    [InlineData("<value><double></double></value>")]
    [InlineData("<value><dateTime.iso8601>yesterday</dateTime.iso8601></value>")]
    [InlineData("<value><base64>?</base64></value>")]
    [InlineData("<value><array><value>1</value></array></value>")]
    [InlineData("<value><struct><member><name>a</name></member></struct></value>")]
    [InlineData("")]
    public void What_is_not_a_value_is_malformed(string xml) => Assert.Throws<MalformedRpcException>(
        () => Read($"<methodCall><methodName>x.y</methodName><params><param>{xml}</param></params></methodCall>"));

    [Fact]
    public void What_is_not_utf8_is_malformed() => Assert.Throws<MalformedRpcException>(
        () => XmlRpcReader.ReadCall([.. "<methodCall><methodName>x"u8, 0xff, .. "</methodName></methodCall>"u8]));

    [Fact]
    public void Nesting_is_bounded()
    {
        static string Nested(int levels) =>
            "<methodCall><methodName>x</methodName><params><param>"
            + string.Concat(Enumerable.Repeat("<value><array><data>", levels))
            + string.Concat(Enumerable.Repeat("</data></array></value>", levels))
            + "</param></params></methodCall>";
        Assert.Single(Read(Nested(20)).Arguments);
        Assert.Throws<MalformedRpcException>(() => Read(Nested(50_000)));
    }

    [Fact]
    public void A_call_larger_than_the_limit_is_malformed() =>
        Assert.Throws<MalformedRpcException>(() => XmlRpcReader.ReadCall(new byte[XmlRpcReader.MaxCallBytes + 1]));

    [Fact]
    public void The_last_of_equal_members_wins_however_many_there_are()
    {
        string members = string.Concat(Enumerable.Range(0, 300).Select(i => $"<member><name>m{i % 150}</name><value><int>{i}</int></value></member>"));
        RpcStruct value = Read(
            $"<methodCall><methodName>x</methodName><params><param><struct>{members}</struct></param></params></methodCall>").Arguments[0].AsStruct();
        Assert.Equal(150, value.Count);
        Assert.Equal(150, value["m0"].AsInteger());
        Assert.Equal(299, value["m149"].AsInteger());
    }

    [Fact]
    public void A_fault_in_an_answer_is_thrown()
    {
        RpcFault fault = Assert.Throws<RpcFault>(() => XmlRpcReader.ReadResponse(
            "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>10</int></value></member><member><name>faultString</name><value>BAD_NAME: x</value></member></struct></value></fault></methodResponse>"u8));
        Assert.Equal(RpcFaultCode.BadName, fault.Code);
        Assert.Equal("BAD_NAME: x", fault.FaultString);
    }

    [Fact]
    public void An_answer_with_raw_control_characters_or_broken_utf8_can_be_read()
    {
        RpcValue value = XmlRpcReader.ReadResponse(
            [.. "<methodResponse><params><param><value><string>\x1b[1mx"u8, 0xff, .. "</string></value></param></params></methodResponse>"u8]);
        Assert.Equal("\uFFFD[1mx\uFFFD", value.AsString());
    }

    [Theory]
    [InlineData("<methodResponse/>")]
    [InlineData("<methodResponse><params/></methodResponse>")]
    [InlineData("<methodResponse><fault><value>x</value></fault></methodResponse>")]
    [InlineData("<html>")]
    public void What_is_not_an_answer_is_malformed(string xml) =>
        Assert.Throws<MalformedRpcException>(() => XmlRpcReader.ReadResponse(Encoding.UTF8.GetBytes(xml)));

    private static RpcCall Read(string xml) => XmlRpcReader.ReadCall(Encoding.UTF8.GetBytes(xml));
}
