using Minos.Daemon.Control;

namespace Minos.Daemon.Tests.Control;

public class LineHistoryTests
{
    [Fact]
    public void Lines_are_kept_between_runs()
    {
        string directory = Directory.CreateTempSubdirectory("minos-history-").FullName;
        string file = Path.Combine(directory, "history");
        var first = new LineHistory();
        first.Load(file);
        first.Add("status");
        first.Add("status");
        first.Add("");
        first.Add("stop cat");
        first.Save(file);
        var second = new LineHistory();
        second.Load(file);
        Assert.Equal(["status", "stop cat"], second.Lines);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_no_error()
    {
        var history = new LineHistory();
        history.Load("/dev/null/history");
        history.Add("status");
        history.Save("/dev/null/history");
        Assert.Equal(["status"], history.Lines);
    }
}
