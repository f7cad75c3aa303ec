using Minos.Daemon.Control;

namespace Minos.Daemon.Tests.Control;

public class LineEditorTests
{
    private readonly LineHistory _history = new();
    private readonly FakeTerminal _terminal = new();
    private IReadOnlyList<string> _candidates = [];

    [Theory]
    [InlineData("status\r", "status")]
    [InlineData("statsu\x7f\x7fus\r", "status")]
    [InlineData("tatus\x01s\r", "status")]
    [InlineData("sttus\x02\x02\x02" + "a\r", "status")]
    [InlineData("xstatus\x01\x04\r", "status")]
    [InlineData("status all\x17\r", "status ")]
    [InlineData("nonsense\x15status\r", "status")]
    [InlineData("status now\x02\x02\x02\x02\x0b\r", "status")]
    [InlineData("tatus\x01s\x05 all\r", "status all")]
    public async Task Keys_edit_the_line(string keys, string expected)
    {
        _terminal.Type(keys);
        Assert.Equal(expected, await ReadAsync());
    }

    [Fact]
    public async Task Arrows_and_words()
    {
        _terminal.Type("one two").Press(ConsoleKey.LeftArrow, control: true).Type("x").Press(ConsoleKey.Home).Press(ConsoleKey.Delete)
            .Press(ConsoleKey.F, alt: true).Type("!").Press(ConsoleKey.End).Press(ConsoleKey.LeftArrow).Press(ConsoleKey.RightArrow).Type("?\r");
        Assert.Equal("ne! xtwo?", await ReadAsync());
    }

    [Fact]
    public async Task Earlier_lines_come_back_and_the_typed_one_is_kept()
    {
        _history.Add("first");
        _history.Add("second");
        _terminal.Type("new").Press(ConsoleKey.UpArrow).Press(ConsoleKey.UpArrow).Press(ConsoleKey.UpArrow).Type("!\r");
        Assert.Equal("first!", await ReadAsync());
        _terminal.Type("new").Press(ConsoleKey.UpArrow).Press(ConsoleKey.DownArrow).Press(ConsoleKey.DownArrow).Type("er\r");
        Assert.Equal("newer", await ReadAsync());
        Assert.Equal(["first", "second", "first!", "newer"], _history.Lines);
    }

    [Fact]
    public async Task Ctrl_d_ends_the_input_on_an_empty_line_only()
    {
        _terminal.Type("x\x04\r\x04");
        Assert.Equal("x", await ReadAsync());
        Assert.Null(await ReadAsync());
    }

    [Fact]
    public async Task Ctrl_c_cancels()
    {
        _terminal.Type("x\x03");
        await Assert.ThrowsAsync<OperationCanceledException>(ReadAsync);
    }

    [Fact]
    public async Task A_single_candidate_is_completed_with_its_blank()
    {
        _candidates = ["status "];
        _terminal.Type("sta\tall\r");
        Assert.Equal("status all", await ReadAsync());
    }

    [Fact]
    public async Task Several_candidates_are_completed_as_far_as_they_agree_then_listed()
    {
        _candidates = ["restart ", "reread "];
        _terminal.Type("r\t");
        _terminal.Type("\t\r");
        Assert.Equal("re", await ReadAsync());
        Assert.Contains("\nrestart  reread\n", _terminal.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_colon_and_dash_is_one_word()
    {
        _candidates = ["my-group:web-1 "];
        _terminal.Type("stop my-group:w\t\r");
        Assert.Equal("stop my-group:web-1 ", await ReadAsync());
    }

    [Fact]
    public async Task A_line_longer_than_the_terminal_is_not_cut_off()
    {
        string line = string.Concat(Enumerable.Range(0, 100).Select(i => $"word{i} "));
        _terminal.Type(line + "\r");
        Assert.Equal(line, await ReadAsync());
    }

    [Fact]
    public void A_hidden_line_is_not_shown_and_not_remembered()
    {
        _terminal.Type("secrex\x7ft\r");
        Assert.Equal("secret", new LineEditor(_terminal, _history, CompleteAsync).ReadHidden("Password:"));
        Assert.Equal("Password:\n", _terminal.Shown);
        Assert.Empty(_history.Lines);
    }

    private Task<string?> ReadAsync() => new LineEditor(_terminal, _history, CompleteAsync).ReadLineAsync("> ");

    private Task<IReadOnlyList<string>> CompleteAsync(string line, string word) => Task.FromResult(_candidates);
}
