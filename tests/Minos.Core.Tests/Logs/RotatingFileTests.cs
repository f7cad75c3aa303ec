using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Minos.Logs;
using Minos.Native;

namespace Minos.Core.Tests.Logs;

public sealed class RotatingFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rotates_after_the_write_that_reaches_the_limit()
    {
        using RotatingFile file = Open("log", 10, 2);
        for (int i = 0; i < 7; i++)
        {
            file.Write("abc\n"u8);
        }

        Assert.Equal((4, 12, 12), (Length("log"), Length("log.1"), Length("log.2")));
        Assert.Equal(2, file.Rotations);
    }

    [Fact]
    public void Keeps_the_newest_backups_only()
    {
        using RotatingFile file = Open("log", 2, 2);
        foreach (char c in "12345")
        {
            file.Write([(byte)c, (byte)'\n']);
        }

        Assert.Equal(("", "5\n", "4\n"), (_folder.Text("log"), _folder.Text("log.1"), _folder.Text("log.2")));
        Assert.False(File.Exists(_folder["log.3"]));
    }

    [Fact]
    public void A_gap_among_the_backups_moves_up_and_the_oldest_goes_only_for_its_successor()
    {
        using RotatingFile file = Open("log", 2, 3);
        foreach (char c in "1234")
        {
            file.Write([(byte)c, (byte)'\n']);
        }

        File.Delete(_folder["log.2"]);
        file.Write("5\n"u8);
        Assert.Equal(("5\n", "4\n", "2\n"), (_folder.Text("log.1"), _folder.Text("log.2"), _folder.Text("log.3")));

        file.Write("6\n"u8);
        Assert.Equal(("6\n", "5\n", "4\n"), (_folder.Text("log.1"), _folder.Text("log.2"), _folder.Text("log.3")));
    }

    [Fact]
    public void Without_backups_the_file_is_emptied()
    {
        using RotatingFile file = Open("log", 4, 0);
        file.Write("one\ntwo\nx"u8);

        Assert.Equal("x", _folder.Text("log"));
        Assert.Equal(["log"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Without_a_limit_it_is_never_rotated()
    {
        using RotatingFile file = Open("log", 0, 5);
        file.Write(Encoding.ASCII.GetBytes(new string('x', 100_000) + "\n"));

        Assert.Equal(100_001, Length("log"));
        Assert.Equal(0, file.Rotations);
    }

    [Fact]
    public void The_line_that_reaches_the_limit_is_completed_in_the_old_file()
    {
        using RotatingFile file = Open("log", 10, 1);
        file.Write("12345678"u8);
        file.Write("9012345\nnext\n"u8);

        Assert.Equal("123456789012345\n", _folder.Text("log.1"));
        Assert.Equal("next\n", _folder.Text("log"));
    }

    [Fact]
    public void A_line_without_end_is_cut_64_KiB_past_the_limit()
    {
        using RotatingFile file = Open("log", 10, 1);
        for (int i = 0; i < 7; i++)
        {
            file.Write(new byte[10_000]);
        }

        Assert.Equal(10 + 65_536, Length("log.1"));
        Assert.Equal(70_000 - 10 - 65_536, Length("log"));
    }

    [Fact]
    public void A_file_that_is_too_long_already_gets_the_rest_of_its_line()
    {
        File.WriteAllText(_folder["log"], new string('x', 200_000));
        using RotatingFile file = Open("log", 1000, 1);
        file.Write("end\nnext"u8);

        Assert.EndsWith("xend\n", _folder.Text("log.1"));
        Assert.Equal("next", _folder.Text("log"));
    }

    [Fact]
    public void No_byte_is_lost_doubled_or_cut_out_of_its_line_wherever_writes_and_limits_fall()
    {
        Arbitrary<int[]> sizes = Gen.Choose(0, 40).NonEmptyListOf().Resize(25).Select(list => list.ToArray()).ToArbitrary();
        int run = 0;
        Prop.ForAll(sizes, Gen.Choose(1, 60).ToArbitrary(), Gen.Choose(1, 50).ToArbitrary(), (lines, limit, step) =>
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"log{run++}");
            string text = string.Concat(lines.Select((size, i) => new string((char)('a' + (i % 26)), size) + "\n"));
            using RotatingFile file = Open(name, limit, lines.Length + 1);
            for (int i = 0; i < text.Length; i += step)
            {
                file.Write(Encoding.ASCII.GetBytes(text.Substring(i, Math.Min(step, text.Length - i))));
            }

            string[] parts = [.. Enumerable.Range(0, (int)file.Rotations + 1).Reverse().Select(i => _folder.Text(i == 0 ? name : $"{name}.{i}"))];
            return string.Concat(parts) == text
                && parts[..^1].All(part => part.Length >= limit && part.EndsWith('\n') && part[..^1].LastIndexOf('\n') < limit - 1)
                && parts[^1].Length < limit + 41;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_removed_within_the_second_is_rolled_over_without_a_backup()
    {
        using RotatingFile file = Open("log", 6, 1);
        file.Write("123\n"u8);
        File.Delete(_folder["log"]);
        file.Write("567\n"u8);

        Assert.Equal(0, Length("log"));
        Assert.False(File.Exists(_folder["log.1"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_was_removed_or_renamed_is_created_again_within_a_second(bool remove)
    {
        using RotatingFile file = Open("log", 0, 0);
        file.Write("old\n"u8);
        if (remove)
        {
            File.Delete(_folder["log"]);
        }
        else
        {
            File.Move(_folder["log"], _folder["moved"]);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        file.Write("new\n"u8);

        Assert.Equal("new\n", _folder.Text("log"));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Truncation_by_another_program_leaves_no_hole()
    {
        using RotatingFile file = Open("log", 1000, 1);
        file.Write("before\n"u8);
        using (FileStream other = new(_folder["log"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            other.SetLength(0);
        }

        file.Write("after\n"u8);

        Assert.Equal("after\n", _folder.Text("log"));
    }

    [Fact]
    public void Reopening_follows_the_name()
    {
        using RotatingFile file = Open("log", 0, 0);
        file.Write("one\n"u8);
        File.Move(_folder["log"], _folder["log.old"]);
        file.Write("two\n"u8);

        Assert.True(file.Reopen());
        file.Write("three\n"u8);

        Assert.Equal("one\ntwo\n", _folder.Text("log.old"));
        Assert.Equal("three\n", _folder.Text("log"));
    }

    [Fact]
    public void Clearing_removes_the_file_and_starts_a_new_one()
    {
        using RotatingFile file = Open("log", 100, 2);
        file.Write("one\n"u8);
        FileStatus.TryGet(_folder["log"], out FileStatus before);

        using FileStream reader = File.OpenRead(_folder["log"]); // keeps the inode from being reused
        Assert.True(file.Clear());
        FileStatus.TryGet(_folder["log"], out FileStatus after);
        file.Write("two\n"u8);

        Assert.NotEqual(before.Identity, after.Identity);
        Assert.Equal("two\n", _folder.Text("log"));
    }

    [Fact]
    public void What_cannot_be_opened_is_counted_and_the_gap_is_marked_when_it_can()
    {
        using RotatingFile file = Open("missing/log", 0, 0);
        file.Write("lost\n"u8);
        file.Write("lost too\n"u8);
        Directory.CreateDirectory(_folder["missing"]);
        _time.Advance(TimeSpan.FromSeconds(2));
        file.Write("kept\n"u8);

        Assert.Equal("[minosd: 14 bytes of output lost: No such file or directory]\nkept\n", _folder.Text("missing/log"));
        Assert.Equal(14, file.LostBytes);
        Assert.Contains("cannot open", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_device_loses_counts_and_warns_once()
    {
        using var file = new RotatingFile(new LogFileOptions { Path = "/dev/full" }, _warnings.Add, _time);
        file.Write("12345"u8);
        file.Write("67890"u8);

        Assert.Equal(10, file.LostBytes);
        Assert.Contains("No space left on device", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_full_disk_is_marked_in_the_log_when_there_is_room_again()
    {
        string disk = _folder["disk"];
        Directory.CreateDirectory(disk);
        Skip.IfNot(Shell.Run($"mount -t tmpfs -o size=64k none '{disk}'"), "mounting a small tmpfs needs root");
        try
        {
            using RotatingFile file = Open("disk/log", 0, 0);
            byte[] line = Encoding.ASCII.GetBytes(new string('x', 999) + "\n");
            for (int i = 0; i < 100; i++)
            {
                file.Write(line);
            }

            Assert.Equal(65_536, Length("disk/log"));
            Assert.Equal(100_000 - 65_536, file.LostBytes);
            Assert.Single(_warnings);

            Assert.True(Shell.Run($"mount -o remount,size=1m '{disk}'"));
            file.Write("room again\n"u8);

            Assert.EndsWith("x\n[minosd: 34464 bytes of output lost: No space left on device]\nroom again\n", _folder.Text("disk/log"));
        }
        finally
        {
            Assert.True(Shell.Run($"umount '{disk}'"));
        }
    }

    [Fact]
    public void A_rotation_that_fails_leaves_the_log_going_on_in_its_file()
    {
        Directory.CreateDirectory(_folder["log.1"]);
        using RotatingFile file = Open("log", 4, 1);
        for (int i = 0; i < 3; i++)
        {
            file.Write("abc\n"u8);
        }

        Assert.Equal("abc\nabc\nabc\n", _folder.Text("log"));
        Assert.Contains("cannot rotate", Assert.Single(_warnings), StringComparison.Ordinal);

        Directory.Delete(_folder["log.1"]);
        file.Write("abc\n"u8);
        Assert.Equal("abc\nabc\nabc\nabc\n", _folder.Text("log.1"));
    }

    [Fact]
    public void A_fifo_needs_no_reader_and_keeps_what_its_slow_reader_has_not_taken_yet()
    {
        Assert.True(Shell.Run($"mkfifo '{_folder["fifo"]}'"));
        using RotatingFile file = Open("fifo", 1000, 3);
        byte[] data = new byte[300_000];
        Random.Shared.NextBytes(data);
        file.Write(data);
        Assert.True(file.IsBlocked);
        Assert.False(file.FlushBacklog());

        using FileStream reader = new(_folder["fifo"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] read = new byte[data.Length];
        for (int count = 0; count < read.Length;)
        {
            count += reader.Read(read, count, read.Length - count);
            file.FlushBacklog();
        }

        Assert.Equal(data, read);
        Assert.False(file.IsBlocked);
        Assert.Equal(0, file.LostBytes);
        Assert.Equal(0, file.Rotations);
    }

    [Fact]
    public void What_a_fifo_keeps_is_bounded_and_the_rest_is_counted()
    {
        Assert.True(Shell.Run($"mkfifo '{_folder["fifo"]}'"));
        using RotatingFile file = Open("fifo", 0, 0);
        for (int i = 0; i < 100; i++)
        {
            file.Write(new byte[100_000]);
        }

        Assert.InRange(file.LostBytes, 10_000_000 - RotatingFile.MaxBacklogBytes - (256 * 1024), 10_000_000 - RotatingFile.MaxBacklogBytes);
        Assert.Single(_warnings);
    }

    [Fact]
    public void Private_files_are_their_owners_only()
    {
        using var file = new RotatingFile(new LogFileOptions { Path = _folder["log"], IsPrivate = true, MaxBytes = 1, Backups = 1 });
        Assert.Equal(Convert.ToInt32("600", 8), Mode("log"));

        file.Write("x\n"u8);
        Assert.Equal(Convert.ToInt32("600", 8), Mode("log"));
    }

    [Fact]
    public void No_descriptor_reaches_a_child()
    {
        using RotatingFile file = Open("log", 0, 0);
        using var standard = new RotatingFile(new LogFileOptions { Path = "/dev/stdout" });
        foreach (int descriptor in new[] { file.Descriptor, standard.Descriptor })
        {
            string flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
            Assert.Equal(0x80000, Convert.ToInt32(flags[6..].Trim(), 8) & 0x80000);
        }
    }

    [Fact]
    public void Standard_output_is_neither_removed_nor_rotated()
    {
        using var file = new RotatingFile(new LogFileOptions { Path = "/dev/stdout", MaxBytes = 1, Backups = 1 });
        Assert.True(file.Clear());
        Assert.True(file.Reopen());
        Assert.NotNull(new FileInfo("/dev/stdout").LinkTarget);
    }

    [Fact]
    public void A_socket_that_cannot_be_opened_is_not_removed()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["log"]));
        using RotatingFile file = Open("log", 0, 0);
        Assert.False(file.IsOpen);
        Assert.True(file.Clear());
        Assert.True(File.Exists(_folder["log"]));
    }

    [Fact]
    public void An_inherited_pipe_never_makes_the_writer_wait_though_it_is_a_blocking_one()
    {
        using var pipe = Pipe.Create();
        using LogDescriptor? descriptor = LogDescriptor.Inherit((int)pipe.WriteEnd.DangerousGetHandle(), out _);

        int written = descriptor!.Write(new byte[200_000], out int error);
        Assert.Equal((65_536, Errno.EAGAIN), (written, error));

        pipe.ReadEnd.Dispose();
        Assert.Equal(0, descriptor.Write("x"u8, out error));
        Assert.Equal(Errno.EPIPE, error);
    }

    [Fact]
    public void Bytes_are_moved_inside_the_kernel_as_long_as_nobody_has_to_see_them()
    {
        using var pipe = Pipe.Create();
        using var writer = new FileStream(pipe.WriteEnd, FileAccess.Write, bufferSize: 0);
        int descriptor = (int)pipe.ReadEnd.DangerousGetHandle();
        using RotatingFile file = Open("log", 6000, 1);

        Assert.Equal(SpliceOutcome.Empty, file.SpliceFrom(descriptor, out _));
        writer.Write(new byte[1000]);
        Assert.Equal(SpliceOutcome.Moved, file.SpliceFrom(descriptor, out int moved));
        Assert.Equal(1000, moved);
        writer.Write(new byte[6000]);
        Assert.Equal(SpliceOutcome.MovedToLimit, file.SpliceFrom(descriptor, out moved));
        Assert.Equal(4999, moved);
        Assert.Equal(SpliceOutcome.NeedsWrite, file.SpliceFrom(descriptor, out moved));
        Assert.Equal(5999, Length("log"));

        Assert.True(file.Clear());
        Assert.Equal(SpliceOutcome.Moved, file.SpliceFrom(descriptor, out _));
        writer.Dispose();
        Assert.Equal(SpliceOutcome.EndOfPipe, file.SpliceFrom(descriptor, out _));

        File.AppendAllText(_folder["log"], "another program's");
        Assert.Equal(SpliceOutcome.NeedsWrite, file.SpliceFrom(descriptor, out _));
    }

    [Fact]
    public void After_its_end_nothing_is_written()
    {
        RotatingFile file = Open("log", 0, 0);
        file.Dispose();
        _time.Advance(TimeSpan.FromSeconds(5));
        file.Write("late"u8);

        Assert.Equal("", _folder.Text("log"));
        Assert.Equal(4, file.LostBytes);
    }

    private RotatingFile Open(string name, long maxBytes, int backups) =>
        new(new LogFileOptions { Path = _folder[name], MaxBytes = maxBytes, Backups = backups }, _warnings.Add, _time);

    private int Mode(string name) => FileStatus.TryGet(_folder[name], out FileStatus status) ? status.Mode & 0x1FF : -1;

    private long Length(string name) => new FileInfo(_folder[name]).Length;
}
