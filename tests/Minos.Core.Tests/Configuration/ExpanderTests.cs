using Minos.Configuration;
using Minos.Configuration.Expansion;

namespace Minos.Core.Tests.Configuration;

public sealed class ExpanderTests
{
    private static readonly ExpansionNames s_names = ExpansionNames.Empty.With(
        ("a", "x"), ("n", 7), ("big", 12345678), ("neg", -3), ("quote", "it's é\n"), ("z(y)", "nested"));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100%%", "100%")]
    [InlineData("%(a)s-%(a)s", "x-x")]
    [InlineData("%(z(y))s", "nested")]
    [InlineData("%(n)d %(n)02d %(n)5d| %(n)-5d| %(n)+d %(n) d", "7 07     7| 7    | +7  7")]
    [InlineData("%(n)-05d|", "7    |")]
    [InlineData("%(n)+05d", "+0007")]
    [InlineData("%(neg)05d %(neg)i %(neg)u", "-0003 -3 -3")]
    [InlineData("%(n).3d %(n)08.3d", "007 00000007")]
    [InlineData("%(big)x %(big)X %(big)o", "bc614e BC614E 57060516")]
    [InlineData("%(n)#x %(n)#08x %(n)#o %(n)#X", "0x7 0x000007 0o7 0X7")]
    [InlineData("%(n)ld", "7")]
    [InlineData("%(a)5s| %(a)-5s| %(a)05s| %(a).0s|", "    x| x    |     x| |")]
    [InlineData("%(a)r %(quote)r %(quote)a %(n)r", "'x' \"it's é\\n\" \"it's \\xe9\\n\" 7")]
    [InlineData("%(a)c %(n)c", "x \a")]
    [InlineData("%(n)e %(big).2e %(n)E", "7.000000e+00 1.23e+07 7.000000E+00")]
    [InlineData("%(n)f %(n).0f %(n)8.2f %(n)#.0f", "7.000000 7     7.00 7.")]
    [InlineData("%(n)g %(big)g %(n)#g %(n)+g", "7 1.23457e+07 7.00000 +7")]
    public void Expressions_expand_as_in_Python(string format, string expected) =>
        Assert.Equal(expected, Expander.Expand(format, s_names, "s.k"));

    [Theory]
    [InlineData("%", "incomplete format")]
    [InlineData("%(a)", "incomplete format")]
    [InlineData("%(a)5", "incomplete format")]
    [InlineData("%(a", "incomplete format key")]
    [InlineData("%d", "%d format: a real number is required, not dict")]
    [InlineData("%x", "%x format: an integer is required, not dict")]
    [InlineData("%e", "must be real number, not dict")]
    [InlineData("%c", "%c requires int or char")]
    [InlineData("%*d", "* wants int")]
    [InlineData("%(a)d", "%d format: a real number is required, not str")]
    [InlineData("%(a)i", "%i format: a real number is required, not str")]
    [InlineData("%(a)o", "%o format: an integer is required, not str")]
    [InlineData("%(a)f", "must be real number, not str")]
    [InlineData("%(quote)c", "%c requires int or char")]
    [InlineData("a%bcd", "unsupported format character 'b' (0x62) at index 2")]
    [InlineData("%(n)s%b", "not enough arguments for format string")]
    [InlineData("%(n)é", "unsupported format character '?' (0xe9) at index 4")]
    [InlineData("日本%é", "unsupported format character '?' (0xe9) at index 3")]
    [InlineData("%(a)5%", "unsupported format character '%' (0x25) at index 5")]
    [InlineData("%(n)lld", "unsupported format character 'l' (0x6c) at index 5")]
    [InlineData("%(n)99999999999999999999d", "width too big")]
    [InlineData("%(n).99999999999999999999d", "precision too big")]
    [InlineData("date +%s", "not enough arguments for format string")]
    public void A_bad_format_has_Pythons_sentence(string format, string detail) => Assert.Equal(
        $"Format string {PythonText.Repr(format)} for 's.k' is badly formatted: {detail}",
        Assert.Throws<InvalidValueException>(() => Expander.Expand(format, s_names, "s.k")).Message);

    [Fact]
    public void An_unknown_name_is_an_error_that_lists_the_known_ones() => Assert.Equal(
        "Format string '%(nope)s' for 's.k' contains names ('nope') which cannot be expanded. Available names: a, big, n, neg, quote, z(y)",
        Assert.Throws<InvalidValueException>(() => Expander.Expand("%(nope)s", s_names, "s.k")).Message);

    [Fact]
    public void Values_are_not_expanded_again() =>
        Assert.Equal("%(a)s", Expander.Expand("%(v)s", s_names.With(("v", "%(a)s")), "s.k"));
}
