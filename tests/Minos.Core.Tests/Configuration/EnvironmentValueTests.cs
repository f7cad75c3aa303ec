using Minos.Configuration;
using Minos.Configuration.Values;

namespace Minos.Core.Tests.Configuration;

public sealed class EnvironmentValueTests
{
    [Theory]
    [InlineData("")]
    [InlineData("foo=bar,baz=qux", "foo", "bar", "baz", "qux")]
    [InlineData("foo=\"x\",", "foo", "x")]
    [InlineData(" foo = bar , baz = qux ", "foo", "bar", "baz", "qux")]
    [InlineData("foo=\"a,b\",c=d", "foo", "a,b", "c", "d")]
    [InlineData("FOO='a b'", "FOO", "a b")]
    [InlineData("A=\"\",B=x", "A", "", "B", "x")]
    [InlineData("A=\"x@y\"", "A", "x@y")]
    [InlineData("A=/x/y:z+1(2)-.", "A", "/x/y:z+1(2)-.")]
    [InlineData("A=1;B=2", "A", "1", "B", "2")]
    [InlineData("A=a b", "A", "a")]
    [InlineData("A=~b", "A", "~")]
    [InlineData("A=b*", "A", "b")]
    [InlineData("A=$HOME", "A", "$")]
    [InlineData("A=%%", "A", "%")]
    [InlineData("A=1#2", "A", "1")]
    [InlineData("A=\"1#2\"", "A", "1#2")]
    [InlineData("A=\"it's\"", "A", "it's")]
    [InlineData("A=\"say \\\"hi\\\"\"", "A", "say \"hi\"")]
    [InlineData("A=a\\,b", "A", "a,b")]
    [InlineData("A='it''s'", "A", "its")]
    [InlineData("A=\"a\"b", "A", "ab")]
    [InlineData("A=a\"b\"", "A", "ab")]
    [InlineData("A=éb", "A", "éb")]
    [InlineData("A=\"multi\nline\"", "A", "multi\nline")]
    [InlineData("a=1,a=2", "a", "2")]
    [InlineData("A=\"a\\nb\"", "A", "a\\nb")]
    [InlineData("A=1 # rest\n,B=2", "A", "1", "B", "2")]
    public void Variables_are_read(string text, params string[] namesAndValues)
    {
        Dictionary<string, string> expected = namesAndValues.Chunk(2).ToDictionary(p => p[0], p => p[1]);

        Assert.Equal(expected, EnvironmentValue.Parse(text));
    }

    [Theory]
    [InlineData("A=,B=x")]
    [InlineData("foo=")]
    [InlineData("foo")]
    [InlineData("foo=bar=baz")]
    [InlineData("A=x@y")]
    [InlineData("KEY=val{x}")]
    [InlineData("FOO=BAR BAZ=QUX")]
    public void An_assignment_must_be_complete(string text) => Assert.Equal(
        $"Unexpected end of key/value pairs in value '{text}'",
        Assert.Throws<InvalidValueException>(() => EnvironmentValue.Parse(text)).Message);

    [Theory]
    [InlineData("A=\"x", "No closing quotation")]
    [InlineData("A='", "No closing quotation")]
    [InlineData("A=\\", "No escaped character")]
    [InlineData("A=\"\\", "No escaped character")]
    public void Quotes_must_be_closed(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InvalidValueException>(() => EnvironmentValue.Parse(text)).Message);

    [Theory]
    [InlineData("/bin/cat\n-u\n-v", "/bin/cat", "-u", "-v")]
    [InlineData("sh -c 'a \"b\" # c' # d", "sh", "-c", "a \"b\" # c", "#", "d")]
    [InlineData("a\\ b \"c\\\"d\\e\" ''", "a b", "c\"d\\e", "")]
    [InlineData("  ")]
    [InlineData("a=b,c;d|e", "a=b,c;d|e")]
    [InlineData("x\"y\"'z'", "xyz")]
    public void A_command_line_is_split_as_a_shell_would(string text, params string[] expected) => Assert.Equal(expected, Shlex.Split(text));

    [Theory]
    [InlineData("bash -c 'foo", "No closing quotation")]
    [InlineData("foo \\", "No escaped character")]
    public void A_command_line_must_be_complete(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InvalidValueException>(() => Shlex.Split(text)).Message);
}
