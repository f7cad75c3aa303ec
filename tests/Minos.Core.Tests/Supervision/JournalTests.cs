using Minos.Core.Tests.Logs;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>The file that tells the next daemon what runs.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minos-journal-").FullName;
    private readonly RecordingLog _log = new();

    private string File => Path.Combine(_folder, "main.journal");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_noted_last_is_read()
    {
        using (var journal = new ProcessJournal(File, [], _log))
        {
            journal.Note(Entry("a", 1));
            journal.Note(Entry("b", 2));
            journal.Note(Entry("a", 3));
            journal.Note(Entry("c", 4));
            journal.Forget("g", "b");
            journal.Flush();
            Assert.Equal([Entry("a", 3), Entry("c", 4)], ProcessJournal.Read(File));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stop_during_a_start_is_known_whoever_comes_first(bool stopComesFirst)
    {
        using var journal = new ProcessJournal(File, [Entry("a", 1) with { Generation = 4 }], _log);
        JournalEntry launching = Entry("a", 0) with { Generation = 5, IsLaunching = true };
        if (stopComesFirst)
        {
            journal.NoteStop("g", "a", 5);
            journal.Note(launching);
        }
        else
        {
            journal.Note(launching);
            journal.NoteStop("g", "a", 5);
        }

        _ = journal.Flush();
        Assert.Equal([launching with { IsBeingStopped = true }], ProcessJournal.Read(File));

        // By whoever executes it, and does not know either.
        JournalEntry running = Entry("a", 9) with { Generation = 5 };
        journal.Note(running);
        _ = journal.Flush();
        Assert.Equal([running with { IsBeingStopped = true }], ProcessJournal.Read(File));

        JournalEntry next = Entry("a", 0) with { Generation = 6, IsLaunching = true };
        journal.Note(next);
        _ = journal.Flush();
        Assert.Equal([next], ProcessJournal.Read(File));
    }

    [Fact]
    public void It_goes_on_from_what_is_inherited_and_is_rewritten_when_it_has_grown()
    {
        using var journal = new ProcessJournal(File, [Entry("old", 1)], _log);
        for (int i = 0; i < 5_000; i++)
        {
            journal.Note(Entry("new", i));
        }

        journal.Note(Entry("new", 5_000));
        _ = journal.Flush();
        Assert.Equal([Entry("old", 1), Entry("new", 5_000)], ProcessJournal.Read(File));
        Assert.InRange(new FileInfo(File).Length, 1, 600 * 1024);
    }

    [Fact]
    public void Cut_anywhere_it_tells_what_was_whole()
    {
        byte[][] records = [JournalFormat.Header(BootId.Current), .. Enumerable.Range(0, 4).Select(i => JournalFormat.Process(Entry($"p{i}", i + 1)))];
        byte[] all = [.. records.SelectMany(static r => r)];
        for (int length = 0; length <= all.Length; length++)
        {
            int left = length;
            int whole = records.TakeWhile(r => (left -= r.Length) >= 0).Count();
            var read = JournalFormat.Read(all.AsMemory(0, length));
            if (whole == 0)
            {
                Assert.Null(read);
            }
            else
            {
                Assert.Equal(Enumerable.Range(0, whole - 1).Select(i => Entry($"p{i}", i + 1)), read!.Value.Entries);
            }
        }
    }

    [Fact]
    public void A_changed_byte_is_never_believed()
    {
        byte[] head = JournalFormat.Header(BootId.Current);
        byte[] all = [.. head, .. JournalFormat.Process(Entry("p", 1))];
        for (int i = 0; i < all.Length; i++)
        {
            foreach (byte mask in (byte[])[1, 0x80, 0xFF])
            {
                byte[] damaged = [.. all];
                damaged[i] ^= mask;
                var read = JournalFormat.Read(damaged);
                Assert.True(i < head.Length ? read is null : read!.Value.Entries.Count == 0, $"byte {i}");
            }
        }
    }

    [Fact]
    public void Another_boots_journal_is_none()
    {
        System.IO.File.WriteAllBytes(File, [.. JournalFormat.Header("00000000-0000-0000-0000-000000000000"), .. JournalFormat.Process(Entry("p", 1))]);
        Assert.Empty(ProcessJournal.Read(File));
    }

    [Fact]
    public void A_journal_that_cannot_be_written_is_said_once_and_made_up_for()
    {
        string folder = Path.Combine(_folder, "later");
        using var journal = new ProcessJournal(Path.Combine(folder, "j"), [], _log);
        journal.Note(Entry("a", 1));
        Assert.False(journal.Flush());
        journal.Note(Entry("b", 2));
        Assert.False(journal.Flush());
        Assert.Contains("cannot write the journal", Assert.Single(_log.Messages), StringComparison.Ordinal);
        Directory.CreateDirectory(folder);
        journal.Note(Entry("c", 3));
        Assert.True(journal.Flush());
        Assert.Equal([Entry("a", 1), Entry("b", 2), Entry("c", 3)], ProcessJournal.Read(Path.Combine(folder, "j")));
    }

    [Fact]
    public void Another_process_with_the_pid_is_not_taken_over()
    {
        int pid = Environment.ProcessId;
        Assert.True(ProcessUsage.TryRead(pid, out ProcessUsage usage));
        using SpawnedProcess? same = SpawnedProcess.TryAdopt(pid, usage.StartTicks, default, DescriptorLimit.Unchanged);
        Assert.NotNull(same);
        Assert.Null(SpawnedProcess.TryAdopt(pid, usage.StartTicks - 1, default, DescriptorLimit.Unchanged));
    }

    private static JournalEntry Entry(string name, int pid) => new()
    {
        Group = "g",
        Name = name,
        State = ProcessState.Running,
        Pid = pid,
        StartTicks = pid * 7L,
        Pipes = new PipeNumbers(1, 2, 3),
        Command = "/bin/cat",
        ExitStatus = pid % 2 == 0 ? 3 : null,
    };
}
