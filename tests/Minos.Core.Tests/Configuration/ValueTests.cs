using Minos.Configuration;
using Minos.Configuration.Values;

namespace Minos.Core.Tests.Configuration;

public sealed class ValueTests
{
    [Theory]
    [InlineData("yes", true)]
    [InlineData("True", true)]
    [InlineData("ON", true)]
    [InlineData("1", true)]
    [InlineData("no", false)]
    [InlineData("FALSE", false)]
    [InlineData("off", false)]
    [InlineData("0", false)]
    public void A_boolean_is_one_of_eight_words(string text, bool expected) => Assert.Equal(expected, BooleanValue.Parse(text));

    [Theory]
    [InlineData("y", "not a valid boolean value: 'y'")]
    [InlineData("", "not a valid boolean value: ''")]
    [InlineData("true ", "not a valid boolean value: 'true '")]
    public void Another_word_is_no_boolean(string text, string sentence) => Fails(sentence, () => BooleanValue.Parse(text));

    [Theory]
    [InlineData("raw", LineFormat.Raw)]
    [InlineData("Prefix", LineFormat.Prefix)]
    [InlineData("JSON", LineFormat.Json)]
    public void A_line_format_is_one_of_three_words(string text, LineFormat expected) => Assert.Equal(expected, WordValues.LineFormat(text));

    [Theory]
    [InlineData("jsn", "invalid line format 'jsn'; did you mean json?")]
    [InlineData("prefixed", "invalid line format 'prefixed'; did you mean prefix?")]
    [InlineData("xml", "invalid line format 'xml'")]
    [InlineData("", "invalid line format ''")]
    public void Another_word_is_no_line_format(string text, string sentence) => Fails(sentence, () => WordValues.LineFormat(text));

    [Theory]
    [InlineData("utc", 0)]
    [InlineData("Z", 0)]
    [InlineData("LOCAL", null)]
    [InlineData("+00:00", 0)]
    [InlineData("+05:45", 345)]
    [InlineData("-14:00", -840)]
    public void An_offset_from_UTC_is_a_word_or_hours_and_minutes(string text, int? minutes) =>
        Assert.Equal(minutes is { } m ? TimeSpan.FromMinutes(m) : (TimeSpan?)null, UtcOffsetValue.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("02:00")]
    [InlineData("+2:00")]
    [InlineData("+02")]
    [InlineData("+14:01")]
    [InlineData("+02:60")]
    [InlineData("Europe/Berlin")]
    public void Other_text_is_no_offset_from_UTC(string text) => Fails($"invalid offset from UTC '{text}'", () => $"{UtcOffsetValue.Parse(text)}");

    [Theory]
    [InlineData("1", 1)]
    [InlineData(" 1 ", 1)]
    [InlineData("-5", -5)]
    [InlineData("+5", 5)]
    [InlineData("1_000", 1000)]
    [InlineData("00012", 12)]
    [InlineData("٣", 3)]
    [InlineData("99999999999999999999999", 1L << 60)]
    [InlineData("-99999999999999999999999", -(1L << 60))]
    public void An_integer_is_what_Python_takes_for_one(string text, long expected) => Assert.Equal(expected, IntegerValue.Parse(text));

    [Theory]
    [InlineData("1.0")]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0x10")]
    [InlineData("1__0")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("-")]
    [InlineData("- 1")]
    public void Other_text_is_no_integer(string text) =>
        Fails($"invalid literal for int() with base 10: '{text}'", () => IntegerValue.Parse(text));

    [Theory]
    [InlineData("4000000000", int.MaxValue)]
    [InlineData("-4000000000", int.MinValue)]
    public void A_number_beyond_32_bits_becomes_the_nearest(string text, int expected) => Assert.Equal(expected, IntegerValue.ParseInt32(text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("1kb", 1024)]
    [InlineData("20MB", 20971520)]
    [InlineData("5GB", 5368709120)]
    [InlineData("1 KB", 1024)]
    [InlineData(" 1KB", 1024)]
    [InlineData("9999999999999GB", long.MaxValue >> 30 << 30)]
    public void A_byte_size_may_have_a_suffix(string text, long expected) => Assert.Equal(expected, ByteSizeValue.Parse(text));

    [Theory]
    [InlineData("10b", "10b")]
    [InlineData("1K", "1k")]
    [InlineData("1TB", "1tb")]
    [InlineData("1.5MB", "1.5")]
    [InlineData("", "")]
    [InlineData("MB", "")]
    public void Another_suffix_is_no_byte_size(string text, string shown) =>
        Fails($"invalid literal for int() with base 10: '{shown}'", () => ByteSizeValue.Parse(text));

    [Theory]
    [InlineData("022", 18)]
    [InlineData("0o22", 18)]
    [InlineData("0O2_2", 18)]
    [InlineData("777", 511)]
    public void Modes_are_octal(string text, int expected) => Assert.Equal(expected, OctalValue.Parse(text));

    [Theory]
    [InlineData("08")]
    [InlineData("9")]
    [InlineData("")]
    [InlineData("0x1")]
    public void Other_digits_are_not_octal(string text) => Fails($"{text} can not be converted to an octal type", () => OctalValue.Parse(text));

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("term", 15)]
    [InlineData("SIGTERM", 15)]
    [InlineData(" sigterm ", 15)]
    [InlineData("KILL", 9)]
    [InlineData("CLD", 17)]
    [InlineData("IOT", 6)]
    [InlineData("RTMIN", 34)]
    [InlineData("64", 64)]
    [InlineData("0", 0)]
    [InlineData("15", 15)]
    public void A_signal_is_a_name_or_a_number(string text, int expected) => Assert.Equal(expected, SignalValue.Parse(text));

    [Theory]
    [InlineData("FOO", "value 'FOO' is not a valid signal name")]
    [InlineData("", "value '' is not a valid signal name")]
    [InlineData("SIG", "value 'SIG' is not a valid signal name")]
    [InlineData("100", "value '100' is not a valid signal number")]
    [InlineData("-1", "value '-1' is not a valid signal number")]
    [InlineData("33", "value '33' is not a valid signal number")]
    public void Another_name_or_number_is_no_signal(string text, string sentence) => Fails(sentence, () => SignalValue.Parse(text));

    [Fact]
    public void Every_signal_that_has_a_name_can_be_read_back()
    {
        foreach (int signal in Enumerable.Range(1, 31).Append(34).Append(64))
        {
            Assert.Equal(signal, SignalValue.Parse(SignalValue.NameOf(signal)));
        }
    }

    [Theory]
    [InlineData("0,2", new[] { 0, 2 })]
    [InlineData("0, 2", new[] { 0, 2 })]
    [InlineData("255", new[] { 255 })]
    [InlineData("999", new[] { 999 })]
    [InlineData("", new int[0])]
    public void Exit_codes_are_a_list(string text, int[] expected) => Assert.Equal(expected, ListValue.ExitCodes(text));

    [Theory]
    [InlineData("256")]
    [InlineData("-1")]
    [InlineData("0,x")]
    [InlineData("0,")]
    [InlineData("1000")]
    public void Other_numbers_are_no_exit_codes(string text) =>
        Fails($"not a valid list of exit codes: '{text}'", () => ListValue.ExitCodes(text));

    [Theory]
    [InlineData("a,,b", new[] { "a", "", "b" })]
    [InlineData(" a , b ", new[] { "a", "b" })]
    [InlineData("", new string[0])]
    public void A_list_is_split_at_commas(string text, string[] expected) => Assert.Equal(expected, ListValue.Strings(text));

    [Theory]
    [InlineData("critical", 50)]
    [InlineData("ERROR", 40)]
    [InlineData("Warn", 30)]
    [InlineData("info", 20)]
    [InlineData("debug", 10)]
    [InlineData("trace", 5)]
    [InlineData("blather", 3)]
    public void A_log_level_has_a_number(string text, int expected) => Assert.Equal(expected, (int)WordValues.LogLevel(text));

    [Theory]
    [InlineData("warning")]
    [InlineData("10")]
    public void Other_words_are_no_log_level(string text) => Fails($"bad logging level name '{text}'", () => WordValues.LogLevel(text));

    [Theory]
    [InlineData("true", AutoRestart.Always)]
    [InlineData("OFF", AutoRestart.Never)]
    [InlineData("Unexpected", AutoRestart.Unexpected)]
    public void Autorestart_is_a_boolean_or_unexpected(string text, AutoRestart expected) =>
        Assert.Equal(expected, WordValues.AutoRestart(text));

    [Fact]
    public void Another_word_is_no_autorestart() => Fails("invalid 'autorestart' value 'maybe'", () => WordValues.AutoRestart("Maybe"));

    [Theory]
    [InlineData("a b", ' ')]
    [InlineData("a:b", ':')]
    [InlineData("a/b", '/')]
    [InlineData("a/b c", ' ')]
    public void A_name_has_no_blank_colon_or_slash(string text, char culprit) =>
        Fails($"Invalid name: '{text}' because of character: '{culprit}'", () => NameValue.Parse(text));

    [Fact]
    public void A_name_is_trimmed() => Assert.Equal("a", NameValue.Parse(" a\t"));

    [Theory]
    [InlineData("9001", "", 9001)]
    [InlineData("*:9001", "", 9001)]
    [InlineData(":9001", "", 9001)]
    [InlineData("LocalHost:8080", "localhost", 8080)]
    [InlineData("[::1]:9001", "[::1]", 9001)]
    public void An_address_is_a_port_with_or_without_host(string text, string host, int port) =>
        Assert.Equal((host, port), InetAddressValue.Parse(text));

    [Theory]
    [InlineData("foo", "not a valid port number: 'foo' ")]
    [InlineData("0", "not a valid port number: '0' ")]
    [InlineData("localhost:", "no port number specified in ''")]
    [InlineData("host:0", "0 is below lower bound (1)")]
    [InlineData("host:65536", "65536 is above upper bound (65535)")]
    [InlineData("host:x", "invalid literal for int() with base 10: 'x'")]
    public void Another_text_is_no_address(string text, string sentence) => Fails(sentence, () => InetAddressValue.Parse(text));

    [Fact]
    public void Root_is_known_by_name_and_by_number()
    {
        Assert.Equal(0u, UserValue.Parse("root").UserId);
        Assert.Equal("root", UserValue.Parse("0").Name);
        Assert.NotEmpty(UserValue.Parse("root").HomeDirectory);
        Assert.Equal(new SocketOwner(0, -1), UserValue.ParseOwner("root"));
        Assert.Equal(new SocketOwner(0, 0), UserValue.ParseOwner("root:root"));
        Assert.Equal(new SocketOwner(0, 0), UserValue.ParseOwner("0:0"));
    }

    [Fact]
    public void Users_and_groups_must_exist()
    {
        Fails("Invalid user name no-such-user", () => UserValue.Parse("no-such-user"));
        Fails("Invalid user name ", () => UserValue.Parse(""));
        Fails("Invalid user id 4000000000", () => UserValue.Parse("4000000000"));
        Fails("Invalid user id -1", () => UserValue.Parse("-1"));
        Fails("Invalid user:group definition root:no-such-group", () => UserValue.ParseOwner("root:no-such-group"));
        Fails("Invalid user:group definition no-such-user", () => UserValue.ParseOwner("no-such-user"));
        Fails("Invalid user:group definition 0:4000000000", () => UserValue.ParseOwner("0:4000000000"));
    }

    [Theory]
    [InlineData("http://localhost:9001")]
    [InlineData("unix:///tmp/x.sock")]
    [InlineData("http:x")]
    public void A_URL_has_a_scheme_and_something_behind(string text) => Assert.Equal(text, UrlValue.Parse(text));

    [Theory]
    [InlineData("foo")]
    [InlineData("http://")]
    [InlineData("://x")]
    [InlineData("")]
    [InlineData("http://?x")]
    public void Other_text_is_no_URL(string text) => Fails($"value '{text}' is not a URL", () => UrlValue.Parse(text));

    [Theory]
    [InlineData("~", "/home/tester")]
    [InlineData("~/x", "/home/tester/x")]
    [InlineData("~no-such-user/x", "~no-such-user/x")]
    [InlineData("a~", "a~")]
    public void A_tilde_is_the_home_directory(string text, string expected) => Assert.Equal(expected, PathValue.ExpandUser(text, s_home));

    [Fact]
    public void A_path_needs_a_directory_unless_it_is_a_bare_name()
    {
        Assert.Equal("/tmp/x.log", PathValue.InExistingDirectory("/tmp/x.log", s_home));
        Assert.Equal("x.log", PathValue.InExistingDirectory("x.log", s_home));
        Assert.Equal("/x", PathValue.InExistingDirectory("/x", s_home));
        Fails("The directory named as part of the path /no/such/x.log does not exist", () => PathValue.InExistingDirectory("/no/such/x.log", s_home));
        Fails("/no/such is not an existing directory", () => PathValue.ExistingDirectory("/no/such", s_home));
        Fails("~/x is not an existing directory", () => PathValue.ExistingDirectory("~/x", s_home));
    }

    [Theory]
    [InlineData("/tmp/../tmp//x/", "/tmp/x")]
    [InlineData("x", "/base/x")]
    [InlineData("/", "/")]
    public void A_path_is_made_absolute(string text, string expected) => Assert.Equal(expected, PathValue.Normalize(text, s_home, "/base"));

    private static readonly ConfigurationEnvironment s_home = new(new Dictionary<string, string> { ["HOME"] = "/home/tester" });

    private static void Fails(string sentence, Func<object> parse) =>
        Assert.Equal(sentence, Assert.Throws<InvalidValueException>(parse).Message);
}
