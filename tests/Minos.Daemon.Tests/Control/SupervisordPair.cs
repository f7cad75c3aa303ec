using System.Text.RegularExpressions;
using Minos.Tests;

namespace Minos.Daemon.Tests.Control;

/// <summary>Two supervisords alike. Debian's client drives one and ours the other: what each prints must be the same.</summary>
internal sealed partial class SupervisordPair : IAsyncDisposable
{
    private readonly string _client;

    private SupervisordPair(string client, Supervisord theirs, Supervisord ours)
    {
        _client = client;
        Theirs = theirs;
        Ours = ours;
    }

    public Supervisord Theirs { get; }

    public Supervisord Ours { get; }

    public static async Task<SupervisordPair> StartAsync(string programs)
    {
        string client = Requires.Program("supervisorctl");
        Task<Supervisord> theirs = Supervisord.StartAsync(programs);
        Task<Supervisord> ours = Supervisord.StartAsync(programs);
        return new SupervisordPair(client, await theirs, await ours);
    }

    public void Configure(string programs)
    {
        Theirs.Configure(programs);
        Ours.Configure(programs);
    }

    /// <summary>Runs a command with both clients and compares everything that they print and their exit statuses.</summary>
    /// <param name="arguments">Of either client for a supervisord.</param>
    /// <param name="input">What is piped in.</param>
    /// <param name="isOrdered">Whether the order of the lines is certain; processes stop in any.</param>
    public async Task AssertSameAsync(Func<Supervisord, IEnumerable<string>> arguments, string input = "", bool isOrdered = true)
    {
        Task<CommandResult> running = CommandRunner.RunProcessAsync(_client, arguments(Theirs), input);
        CommandResult ours = await CommandRunner.RunOursAsync(arguments(Ours), input);
        CommandResult theirs = await running;
        string expected = Show(theirs, Theirs, isOrdered);
        string actual = Show(ours, Ours, isOrdered);
        string command = string.Join(' ', arguments(Theirs));
        Assert.True(expected == actual, $"$ {command} <<< '{input}'\n==== supervisorctl\n{expected}\n==== minosctl\n{actual}");
    }

    /// <summary>Runs actions one after the other over the unix sockets with both clients.</summary>
    public async Task AssertSameAsync(params IReadOnlyList<string> actions)
    {
        foreach (string action in actions)
        {
            await AssertSameAsync(s => ["-s", s.SocketUrl, action], isOrdered: !ManyProcesses().IsMatch(action));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Theirs.DisposeAsync();
        await Ours.DisposeAsync();
    }

    private static string Show(CommandResult result, Supervisord server, bool isOrdered)
    {
        string output = isOrdered ? result.Output : string.Join('\n', result.Output.Split('\n').Order(StringComparer.Ordinal));
        string text = $"{output}-- stderr\n{result.Error}-- status {result.ExitStatus}";
        text = text.Replace(server.DirectoryPath, "DIR", StringComparison.Ordinal)
            .Replace($":{server.Port}", ":PORT", StringComparison.Ordinal);
        text = ProcessId().Replace(text, "pid N, uptime U");
        text = ErrorPlace().Replace(text, "file: F line: N");
        text = StopTime().Replace(text, "STOPTIME");
        return LonePid().Replace(text, "N");
    }

    [GeneratedRegex(@"^(start|stop|restart|signal|clear) .*(all|:\*|:$)")]
    private static partial Regex ManyProcesses();

    [GeneratedRegex(@"pid \d+, uptime \d+:\d\d:\d\d")]
    private static partial Regex ProcessId();

    [GeneratedRegex(@"file: \S+ line: \d+")]
    private static partial Regex ErrorPlace();

    [GeneratedRegex(@"[A-Z][a-z]{2} \d\d \d\d:\d\d [AP]M")]
    private static partial Regex StopTime();

    [GeneratedRegex(@"(?m)^[1-9]\d*$")]
    private static partial Regex LonePid();
}
