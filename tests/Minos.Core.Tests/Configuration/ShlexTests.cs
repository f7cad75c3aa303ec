using Minos.Configuration;
using Minos.Configuration.Values;

namespace Minos.Core.Tests.Configuration;

public class ShlexTests
{
    [Theory]
    [InlineData("foo 'a b' \"c d\"", "foo|a b|c d")]
    [InlineData(@"a\ b", "a b")]
    [InlineData("a # b", "a|#|b")]
    [InlineData("\"a\"b'c'", "abc")]
    [InlineData("foo \"a\\\"b\"", "foo|a\"b")]
    [InlineData(@"foo 'a\'", @"foo|a\")]
    [InlineData("a\nb\r\n\tc", "a|b|c")]
    [InlineData("a '' \"\"", "a||")]
    [InlineData("\"a\\b\"", @"a\b")]
    [InlineData("\"\\\\\"", @"\")]
    [InlineData("a\\\nb", "a\nb")]
    [InlineData("é 'ü x'", "é|ü x")]
    [InlineData("$HOME *.c ~", "$HOME|*.c|~")]
    public void Words_are_split_as_a_shell_quotes(string command, string expected) =>
        Assert.Equal(expected.Split('|'), Shlex.Split(command));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    public void Nothing_has_no_words(string command) => Assert.Empty(Shlex.Split(command));

    [Theory]
    [InlineData("/bin/cat \"unterminated", "No closing quotation")]
    [InlineData("a 'b", "No closing quotation")]
    [InlineData("a\\", "No escaped character")]
    [InlineData("\"a\\", "No escaped character")]
    public void What_is_not_closed_is_said_in_Supervisors_words(string command, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidValueException>(() => Shlex.Split(command)).Message);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData(@"a""\b", @"""a\""\\b""")]
    public void A_quoted_word_is_split_into_itself(string word, string quoted)
    {
        Assert.Equal(quoted, Shlex.Quote(word));
        Assert.Equal([word], Shlex.Split(quoted));
    }
}
