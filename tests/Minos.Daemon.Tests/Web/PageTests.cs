using Minos.Daemon.Tests.Http;
using Minos.Daemon.Web;

namespace Minos.Daemon.Tests.Web;

public sealed class PageTests : IAsyncLifetime
{
    private const string Evil = "\"><script>alert('x')</script>&";

    private readonly string _directory = Directory.CreateTempSubdirectory("minos-pages-").FullName;
    private PageServer _server = null!;

    public async Task InitializeAsync() => _server = await PageServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Nothing_that_is_shown_can_become_markup()
    {
        _server.Daemon.Rows.Add(new ProcessRow(Evil, Evil, Evil, Evil) { HttpUrl = "http://h/" + Evil });
        _server.Daemon.Rows.Add(new ProcessRow(Evil, "b", "RUNNING", Evil) { HttpUrl = "javascript:alert(1)" });
        Log(Evil + "/stdout", $"{Evil}\u001b[31m\0\n");
        string name = Uri.EscapeDataString(Evil);
        string[] paths =
        [
            "/", $"/?message={name}&filter={name}", $"/process.html?processname={name}", $"/tail.html?processname={name}",
            $"/tail.html?processname=no{name}", $"/?action={name}&processname={name}&group={name}",
        ];
        foreach (string path in paths)
        {
            string body = (await _server.GetAsync(path)).Body;
            Assert.Contains("&lt;", body, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", body, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"javascript:", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_log_of_json_objects_is_shown_as_it_is_and_as_text()
    {
        const string Line = """{"time":"2026-11-29T12:33:05.123Z","process":"cat","group":"cat","stream":"stdout","message":"say \"hi\" <script>alert(1)</script>\t€"}""";
        _server.Daemon.Rows.Add(new ProcessRow("cat", "cat", "RUNNING", ""));
        Log("cat/stdout", Line + "\n");
        string body = (await _server.GetAsync("/tail.html?processname=cat")).Body;

        Assert.Contains(Line, System.Net.WebUtility.HtmlDecode(body), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_says_which_daemon_it_is_and_counts_by_state()
    {
        _server.Daemon.Rows.Add(new ProcessRow("web", "1", "RUNNING", ""));
        _server.Daemon.Rows.Add(new ProcessRow("web", "2", "RUNNING", ""));
        _server.Daemon.Rows.Add(new ProcessRow("cat", "cat", "FATAL", ""));
        string body = (await _server.GetAsync("/")).Body;

        Assert.Contains(">supervisor &lt;1&gt;</a>", body, StringComparison.Ordinal);
        Assert.Contains("<span>host</span> <span>Minos 1.0</span>", body, StringComparison.Ordinal);
        Assert.Contains("<b>3</b> all", body, StringComparison.Ordinal);
        Assert.Contains("<b>2</b> running", body, StringComparison.Ordinal);
        Assert.Contains("<b>1</b> fatal", body, StringComparison.Ordinal);
        Assert.Contains("2 of 2 running", body, StringComparison.Ordinal);
        Assert.DoesNotContain("1 of 1", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("WEB", 2)]
    [InlineData("web running", 1)]
    [InlineData("state:running", 2)]
    [InlineData("state:run", 0)]
    [InlineData("group:cat", 1)]
    [InlineData("group:ca", 0)]
    [InlineData("web:1", 1)]
    public void The_filter_wants_every_word(string text, int count)
    {
        ProcessRow[] rows = [new("web", "1", "RUNNING", ""), new("web", "2", "STOPPED", ""), new("cat", "cat", "RUNNING", "")];

        Assert.Equal(count, rows.Count(new ProcessFilter(text).Accepts));
    }

    [Fact]
    public async Task The_tail_has_as_much_as_is_asked_for_but_not_less_than_Supervisors()
    {
        _server.Daemon.Rows.Add(new ProcessRow("cat", "cat", "RUNNING", ""));
        Log("cat/stdout", "A" + new string('b', 1999) + "C" + new string('d', 1023));
        Log("cat/stderr", "other");

        foreach (string limit in (string[])["", "&limit=5", "&limit=x", "&limit=-3"])
        {
            string body = (await _server.GetAsync($"/tail.html?processname=cat{limit}")).Body;
            Assert.Contains(">Cdd", body, StringComparison.Ordinal);
            Assert.Contains("<title>Supervisor tail of process cat</title>", body, StringComparison.Ordinal);
        }

        Assert.Contains(">Abb", (await _server.GetAsync("/tail.html?processname=cat&limit=99999999999999999999")).Body, StringComparison.Ordinal);
        Assert.Contains(">other</pre>", (await _server.GetAsync("/tail.html?processname=cat&channel=stderr")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "No process name found")]
    [InlineData("?processname=", "No process name found")]
    [InlineData("?processname=dog", "ERROR: unexpected rpc fault [10] BAD_NAME: dog")]
    [InlineData("?processname=cat", "No file for cat")]
    public async Task A_tail_that_is_not_there_is_told_in_Supervisors_words(string query, string text)
    {
        _server.Daemon.Rows.Add(new ProcessRow("cat", "cat", "RUNNING", ""));
        RawResponse response = await _server.GetAsync($"/tail.html{query}");

        Assert.Equal(200, response.Status);
        Assert.Contains($">{text}</pre>", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_process_has_its_details()
    {
        _server.Daemon.Rows.Add(new ProcessRow("web", "1", "EXITED", "") { ExitStatus = -1, Restarts = 7, HttpUrl = "https://h.example/x" });
        string body = (await _server.GetAsync("/process.html?processname=web:1")).Body;

        Assert.Contains("<dt>Restarts</dt><dd>7</dd>", body, StringComparison.Ordinal);
        Assert.Contains("<dt>Exit status</dt><dd>ended by a signal</dd>", body, StringComparison.Ordinal);
        Assert.Contains("<dt>Command</dt><dd>/bin/&lt;cat&gt;</dd>", body, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://h.example/x\"", body, StringComparison.Ordinal);
        Assert.Equal(404, (await _server.GetAsync("/process.html?processname=none")).Status);
    }

    [Theory]
    [InlineData("/images/icon.png", "image/png")]
    [InlineData("/images/rule.gif", "image/gif")]
    [InlineData("/images/state0.gif", "image/gif")]
    [InlineData("/images/state3.gif", "image/gif")]
    [InlineData("/images/supervisor.gif", "image/gif")]
    [InlineData("/stylesheets/supervisor.css", "text/css;charset=utf-8")]
    [InlineData("/scripts/main.js", "text/javascript;charset=utf-8")]
    public async Task The_files_of_Supervisors_page_are_there(string path, string type)
    {
        RawResponse response = await _server.GetAsync(path);

        Assert.Equal((200, type), (response.Status, response.Header("Content-Type")));
    }

    private void Log(string name, string text)
    {
        string path = Path.Combine(_directory, Path.GetRandomFileName());
        File.WriteAllText(path, text);
        _server.Daemon.Logs[name] = path;
    }
}
