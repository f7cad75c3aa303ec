using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Minos.Logs;

namespace Minos.Core.Tests.Logs;

public sealed class LogReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0, "hello\n")]
    [InlineData(-3, 0, "lo\n")]
    [InlineData(-100, 0, "hello\n")]
    [InlineData(long.MinValue, 0, "hello\n")]
    [InlineData(1, 2, "el")]
    [InlineData(1, 0, "ello\n")]
    [InlineData(100, 2, "")]
    [InlineData(long.MaxValue, long.MaxValue, "")]
    public void Reads_a_part(long offset, long length, string expected) => Assert.Equal(expected, LogReader.Read(Hello(), offset, length));

    [Theory]
    [InlineData(-3, 1)]
    [InlineData(1, -1)]
    [InlineData(-1, -1)]
    public void Refuses_arguments_that_make_no_sense(long offset, long length) =>
        Assert.Equal(LogReadError.BadArguments, Assert.Throws<LogReadException>(() => LogReader.Read(Hello(), offset, length)).Error);

    [Theory]
    [InlineData(0, 0, "", true)]
    [InlineData(0, 3, "lo\n", true)]
    [InlineData(0, 6, "hello\n", false)]
    [InlineData(0, 100, "hello\n", false)]
    [InlineData(3, 3, "lo\n", false)]
    [InlineData(3, 5, "ello\n", false)]
    [InlineData(6, 5, "", false)]
    [InlineData(10, 5, "", false)]
    [InlineData(-1, 2, "o\n", true)]
    [InlineData(0, -1, "", true)]
    [InlineData(long.MaxValue, long.MaxValue, "", false)]
    [InlineData(long.MinValue, long.MinValue, "", true)]
    public void Reads_the_end(long offset, long length, string text, bool overflow) =>
        Assert.Equal(new LogTail(text, 6, overflow), LogReader.Tail(Hello(), offset, length));

    [Fact]
    public void A_log_that_is_missing_has_no_text()
    {
        string path = _folder["none"];
        Assert.Equal("NO_FILE: " + path, Assert.Throws<LogReadException>(() => LogReader.Read(path, 0, 0)).Message);
        Assert.Equal("NO_FILE", Assert.Throws<LogReadException>(() => LogReader.Read(null, 0, 0)).Message);
        Assert.Equal(new LogTail("", 0, false), LogReader.Tail(null, 5, 5));
        Assert.Equal(new LogTail("", 0, false), LogReader.Tail(path, 5, 5));
    }

    [Fact]
    public void What_is_no_file_fails_without_waiting()
    {
        Assert.True(Shell.Run($"mkfifo '{_folder["fifo"]}'"));
        foreach (string path in new[] { _folder["fifo"], _folder.Root })
        {
            Assert.Equal(LogReadError.Failed, Assert.Throws<LogReadException>(() => LogReader.Read(path, 0, 0)).Error);
            Assert.Equal(new LogTail("", 7, false), LogReader.Tail(path, 7, 5));
        }
    }

    [Fact]
    public void Sizes_past_two_gigabytes_are_read()
    {
        using (FileStream file = File.Create(_folder["log"]))
        {
            file.SetLength(5_000_000_000);
            file.Seek(0, SeekOrigin.End);
            file.Write("end\n"u8);
        }

        Assert.Equal(new LogTail("end\n", 5_000_000_004, true), LogReader.Tail(_folder["log"], 0, 4));
        Assert.Equal("nd", LogReader.Read(_folder["log"], 5_000_000_001, 2));
        Assert.Equal(LogReader.MaxBytes, LogReader.Read(_folder["log"], 0, 0).Length);
    }

    [Theory]
    [InlineData(0, 4, "añ")]
    [InlineData(0, 2, "a")]
    [InlineData(2, 0, "€😀z")]
    [InlineData(4, 0, "😀z")]
    [InlineData(0, 9, "añ€")]
    public void Characters_are_not_cut_in_two(long offset, long length, string expected)
    {
        File.WriteAllText(_folder["log"], "añ€😀z");
        Assert.Equal(expected, LogReader.Read(_folder["log"], offset, length));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced()
    {
        File.WriteAllBytes(_folder["log"], [0xFF, (byte)'a', 0x80, (byte)'b']);
        Assert.Equal("\uFFFDa\uFFFDb", LogReader.Read(_folder["log"], 0, 0));
    }

    [Fact]
    public void Any_part_of_a_text_is_part_of_the_text()
    {
        Prop.ForAll(Gen.Elements("a", "ñ", "€", "😀", "\n").ListOf().ToArbitrary(), Gen.Choose(0, 50).ToArbitrary(), Gen.Choose(0, 50).ToArbitrary(), (pieces, offset, length) =>
        {
            string text = string.Concat(pieces);
            File.WriteAllText(_folder["log"], text);
            string read = LogReader.Read(_folder["log"], offset, length);
            string tail = LogReader.Tail(_folder["log"], 0, length).Text;
            return text.Contains(read, StringComparison.Ordinal) && text.EndsWith(tail, StringComparison.Ordinal)
                && Encoding.UTF8.GetByteCount(tail) >= Math.Min(length, Encoding.UTF8.GetByteCount(text)) - 3;
        }).QuickCheckThrowOnFailure();
    }

    private string Hello()
    {
        File.WriteAllText(_folder["log"], "hello\n");
        return _folder["log"];
    }
}
