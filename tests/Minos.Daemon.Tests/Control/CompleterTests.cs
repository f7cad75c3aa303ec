using Minos.Daemon.Control;
using Minos.Daemon.Control.Actions;

namespace Minos.Daemon.Tests.Control;

public class CompleterTests
{
    private const string Programs = """
        [program:cat]
        command=/bin/sleep 1000
        startsecs=0
        [program:multi]
        command=/bin/sleep 1000
        numprocs=2
        process_name=%(program_name)s_%(process_num)d
        startsecs=0

        """;

    [SkippableFact]
    public async Task Actions_groups_and_processes_are_completed_where_they_belong()
    {
        await using Supervisord server = await Supervisord.StartAsync(Programs);
        using ControlSession session = Open(server.SocketUrl);
        var completer = new Completer(session, new ActionTable(session));
        (string Line, string Expected)[] cases =
        [
            ("sta", "start |status "), ("zz", ""), ("help sto", "stop "), ("help s", "shutdown |signal |start |status |stop "),
            ("status ", "cat |multi:multi_0 |multi:* |multi:multi_1 "), ("start multi:", "multi:multi_0 |multi:* |multi:multi_1 "),
            ("stop cat:", "cat:cat |cat:* "), ("tail -f c", "cat "), ("add ", "cat |multi "), ("update m", "multi "), ("version ", ""),
        ];
        foreach ((string line, string expected) in cases)
        {
            string word = line[(line.LastIndexOf(' ') + 1)..];
            Assert.Equal($"{line}: {expected}", $"{line}: {string.Join('|', await completer.CompleteAsync(line, word))}");
        }

        IReadOnlyList<string> all = await completer.CompleteAsync("", "");
        Assert.Equal(["help ", "add ", "avail "], all.Take(3));
        Assert.Equal(22, all.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_has_nothing_to_offer()
    {
        using ControlSession session = Open("unix:///no/such/socket");
        Assert.Empty(await new Completer(session, new ActionTable(session)).CompleteAsync("stop ", ""));
    }

    private static ControlSession Open(string url) => new(
        new ControlOptions { ServerUrl = url, Prompt = "test" },
        new PipedInput(TextReader.Null, TextWriter.Null, TextWriter.Null),
        TextWriter.Null,
        TextWriter.Null);
}
