namespace Minos.Daemon.Tests.Chaos;

/// <summary>What one program logged through the daemon, what it noted itself, and what the daemon's log says about it.</summary>
/// <param name="Name">The process.</param>
/// <param name="Log">Its log.</param>
/// <param name="Notes">Its own notes: a line a start, with its process id, and a line a crash.</param>
/// <param name="MainLog">The daemon's log.</param>
internal sealed record ProgramRecord(string Name, string[] Log, string[] Notes, string[] MainLog)
{
    /// <summary>Logs "start", numbered lines and "end" or "crash", and notes the starts and crashes in a file as well.</summary>
    public const string Script = """
        import os, random, signal, sys, time
        rate, crash, notes = int(sys.argv[1]), int(sys.argv[2]), open(sys.argv[3], "a", buffering=1)
        ended = []
        signal.signal(signal.SIGTERM, lambda *_: ended.append(1))
        notes.write("start %d\n" % os.getpid())
        os.write(1, b"start\n")
        last = random.randint(crash, 4 * crash) if crash else -1
        n = 0
        while not ended:
            os.write(1, b"%d\n" % n)
            if n == last:
                notes.write("crash\n")
                os.write(1, b"crash\n")
                os._exit(3)
            n += 1
            time.sleep(1.0 / rate)
        notes.write("end\n")
        os.write(1, b"end\n")
        """;

    /// <summary>Nothing was restarted that had not crashed, every crash was seen, and no line is missing or there twice.</summary>
    /// <param name="mayEndUnseen">A program may have crashed while no daemon was there: its exit status is unknown, and when the daemon was killed
    /// between two lines of its own it says so twice.</param>
    public void AssertComplete(bool mayEndUnseen)
    {
        int starts = Notes.Count(static n => n.StartsWith("start ", StringComparison.Ordinal));
        int crashes = Notes.Count(static n => n == "crash");
        Assert.InRange(crashes, starts - 1, starts);
        int seen = MainLog.Count(l => l.Contains($" exited: {Name} (", StringComparison.Ordinal));
        int unknown = MainLog.Count(l => l.Contains($" exited: {Name} (exit status unknown", StringComparison.Ordinal));
        Assert.True(mayEndUnseen ? seen >= starts - 1 : seen == starts - 1 || seen == crashes, $"{Name}: {starts} starts, {crashes} crashes, {seen} seen");
        Assert.True(mayEndUnseen || unknown == 0, $"{Name}: {unknown} ends unknown");
        Assert.DoesNotContain(MainLog, l => l.Contains($"'{Name}' (pid ", StringComparison.Ordinal) && l.EndsWith("is lost", StringComparison.Ordinal));

        List<string[]> lives = [.. Lives()];
        Assert.True(lives.Count == starts, $"{Name}: {lives.Count} logged lives, {starts} starts");
        foreach (string[] life in lives)
        {
            Assert.True(life.Length > 0 && life[^1] is "crash" or "end", $"{Name}: a life ends with {(life.Length > 0 ? life[^1] : "nothing")}");
            Assert.Equal(Enumerable.Range(0, life.Length - 1).Select(static i => $"{i}"), life[..^1]);
        }
    }

    /// <summary>How many lines have been logged and how many crashes there were, for the report.</summary>
    public (int Lines, int Crashes) Counts => (Log.Length, Notes.Count(static n => n == "crash"));

    private IEnumerable<string[]> Lives()
    {
        var life = new List<string>();
        foreach (string line in Log.Skip(1).Append("start"))
        {
            if (line == "start")
            {
                yield return [.. life];
                life.Clear();
            }
            else
            {
                life.Add(line);
            }
        }
    }
}
