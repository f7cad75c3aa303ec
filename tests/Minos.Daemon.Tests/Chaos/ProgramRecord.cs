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

    /// <summary>Nothing was restarted that had not crashed, no line is missing or there twice, and every crash was seen.</summary>
    /// <param name="mayEndUnseen">A program may have crashed while no daemon was there: what it wrote last went with it, and the daemon
    /// says so. A program that has not crashed never loses anything.</param>
    public void AssertComplete(bool mayEndUnseen)
    {
        int starts = Notes.Count(static n => n.StartsWith("start ", StringComparison.Ordinal));
        int crashes = Notes.Count(static n => n == "crash");
        Assert.InRange(crashes, starts - 1, starts);
        int seen = MainLog.Count(l => l.Contains($" exited: {Name} (", StringComparison.Ordinal));
        int unknown = MainLog.Count(l => l.Contains($" exited: {Name} (exit status unknown", StringComparison.Ordinal));
        Assert.True(mayEndUnseen ? seen >= starts - 1 : seen == starts - 1 || seen == crashes, $"{Name}: {starts} starts, {crashes} crashes, {seen} seen");
        Assert.True(mayEndUnseen || unknown == 0, $"{Name}: {unknown} ends unknown");

        int lost = unknown + MainLog.Count(l => l.Contains($"'{Name}' (pid ", StringComparison.Ordinal) && l.EndsWith("is lost", StringComparison.Ordinal));
        Assert.True(mayEndUnseen || lost == 0, $"{Name}: output of {lost} lives is lost");
        List<string[]> lives = [.. Lives()];
        int cut = 0;
        foreach (string[] life in lives)
        {
            bool isWhole = life.Length > 0 && life[^1] is "crash" or "end";
            cut += isWhole ? 0 : 1;
            string[] numbers = isWhole ? life[..^1] : life;
            Assert.Equal(Enumerable.Range(0, numbers.Length).Select(static i => $"{i}"), numbers);
        }

        Assert.True(lives.Count + lost >= starts && lives.Count <= starts, $"{Name}: {lives.Count} logged lives, {starts} starts");
        Assert.True(cut <= lost, $"{Name}: {cut} lives are cut, {lost} were told");
    }

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
