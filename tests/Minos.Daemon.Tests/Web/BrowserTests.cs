namespace Minos.Daemon.Tests.Web;

/// <summary>The pages in a real browser, with the mouse and the keyboard.</summary>
public sealed class BrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [SkippableFact]
    public async Task Start_restart_and_stop_change_the_row_without_reloading_and_stopping_is_asked_about()
    {
        await using BrowserPage page = await OpenAsync();
        await page.EvaluateAsync<bool>("window.mark = true");
        await page.ClickAsync(Row("mailer", ".start"));
        await page.WaitAsync($"{State("mailer")} === 'RUNNING'");
        await page.WaitAsync("message.textContent === 'Process mailer started'");
        string pid = await page.EvaluateAsync<string>(Description("mailer"));

        await page.ClickAsync(Row("mailer", ".restart"));
        await page.WaitAsync("document.querySelector('dialog[open] h2').textContent === 'Restart mailer?'");
        await page.ScreenshotAsync("confirm");
        await page.ClickAsync("dialog .danger");
        await page.WaitAsync("message.textContent === 'Process mailer restarted'");
        await page.WaitAsync($"{State("mailer")} === 'RUNNING'");
        Assert.NotEqual(pid.Split(',')[0], (await page.EvaluateAsync<string>(Description("mailer"))).Split(',')[0]);

        await page.ClickAsync(Row("mailer", ".stop"));
        await page.ClickAsync("dialog button[value=no]");
        await page.WaitAsync("!document.querySelector('dialog[open]')");
        Assert.Equal("RUNNING", await page.EvaluateAsync<string>(State("mailer")));

        await page.ClickAsync(Row("mailer", ".stop"));
        await page.ClickAsync("dialog .danger");
        await page.WaitAsync($"{State("mailer")} === 'STOPPED'");
        await page.WaitAsync("message.textContent === 'Process mailer stopped'");
        Assert.True(await page.EvaluateAsync<bool>("window.mark"));
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task A_start_that_fails_says_why()
    {
        await using BrowserPage page = await OpenAsync();
        await page.WaitAsync($"{State("missing")} === 'FATAL'");
        await page.ClickAsync(Row("missing", ".start"));
        await page.WaitAsync("message.textContent === 'ERROR: Process missing: no such file' && message.classList.contains('failed')");
    }

    [SkippableFact]
    public async Task The_filter_hides_rows_at_once_and_is_in_the_address()
    {
        await using BrowserPage page = await OpenAsync();
        await page.PressAsync("/");
        await page.TypeAsync("web_ run");
        await page.WaitAsync("shown.textContent.startsWith('3 of ')");
        Assert.Equal(3, await page.EvaluateAsync<int>(Visible));
        Assert.Contains("filter=web_", await page.EvaluateAsync<string>("location.search"), StringComparison.Ordinal);

        await page.PressAsync("Escape");
        await page.WaitAsync("shown.textContent === ''");
        await page.ClickAsync(".counts .statusrunning");
        await page.WaitAsync($"[...document.querySelectorAll('#processes tr[data-name]:not([hidden])')].every(r => r.dataset.state === 'RUNNING')");
        await page.ScreenshotAsync("filtered");
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task Several_are_stopped_at_once_but_none_that_the_filter_has_hidden()
    {
        await using BrowserPage page = await OpenAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#selection button').disabled"));
        await page.ClickAsync(Row("web:web_00", ".sel input"));
        await page.ClickAsync("#filter");
        await page.TypeAsync("group:select");
        await page.WaitAsync("selected.textContent === 'None selected'");
        await page.ClickAsync("#every");
        await page.WaitAsync("selected.textContent === '2 selected'");
        await page.ClickAsync("#selection [value=stopselected]");
        await page.WaitAsync("document.querySelector('dialog[open] p').textContent === '2 processes that are running now will be stopped.'");
        await page.ClickAsync("dialog .danger");
        await page.WaitAsync("message.textContent === '2 processes stopped'");
        await page.WaitAsync($"{State("select:part-0")} === 'STOPPED' && {State("select:part-1")} === 'STOPPED'");
        Assert.Equal("RUNNING", await page.EvaluateAsync<string>(State("web:web_00")));
    }

    [SkippableFact]
    public async Task A_group_is_restarted_by_its_own_button()
    {
        await using BrowserPage page = await OpenAsync();
        string before = await page.EvaluateAsync<string>(Description("team:0"));
        await page.ClickAsync("tbody[data-group=team] .group button:nth-child(2)");
        await page.ClickAsync("dialog .danger");
        await page.WaitAsync("message.textContent === 'Group team restarted'");
        await page.WaitAsync("document.querySelector('tbody[data-group=team] .tally').textContent === '2 of 2 running'");
        Assert.NotEqual(before.Split(',')[0], (await page.EvaluateAsync<string>(Description("team:0"))).Split(',')[0]);
    }

    [SkippableFact]
    public async Task A_log_is_followed_and_searched()
    {
        await using BrowserPage page = await fixture.OpenAsync();
        await page.GoAsync($"{fixture.Url}tail.html?processname=logger");
        await fixture.AppendAsync("feed", "first <b>line</b>\nsecond \u001b[31mred\u001b[0m line\n");
        await page.WaitAsync("log.textContent.includes('second red line')");
        await fixture.AppendAsync("feed", "third\n");
        await page.WaitAsync("log.textContent.includes('third')");
        await page.PressAsync("/");
        await page.TypeAsync("LINE");
        await page.WaitAsync("hits.textContent === '2 matches'");
        await page.ClickAsync("#only");
        await page.WaitAsync("[...log.children].filter(l => !l.hidden).length === 2");
        await fixture.AppendAsync("feed", "another line\nnothing\n");
        await page.WaitAsync("hits.textContent === '3 matches'");
        Assert.Equal(0, await page.EvaluateAsync<int>("log.querySelectorAll('b').length"));
        await page.ScreenshotAsync("log");

        await page.ClickAsync(".tabs a:nth-child(2)");
        await page.WaitAsync("log.textContent.includes('cannot open')");
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task The_page_of_a_process_has_its_details_and_live_numbers()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync(Row("busy", ".name a"));
        await page.WaitAsync("parseFloat(document.querySelector('.charts .cpu .value').textContent) > 0");
        Assert.Contains("while :; do :; done", await page.TextAsync(".facts"), StringComparison.Ordinal);
        await page.WaitAsync("/^pid \\d+, uptime 0:00:/.test(document.querySelector('.heading .desc').textContent)");
        await page.ScreenshotAsync("process");
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task Dark_is_the_systems_choice_or_the_buttons_and_is_remembered()
    {
        await using BrowserPage page = await OpenAsync();
        await page.PreferAsync("light");
        string light = await page.EvaluateAsync<string>(Background);
        await page.PreferAsync("dark");
        string dark = await page.EvaluateAsync<string>(Background);
        Assert.NotEqual(light, dark);
        await page.WaitAsync("document.querySelector('.spark .line')?.getAttribute('d')?.includes('L')");
        await page.ScreenshotAsync("dark");

        await page.PreferAsync("light");
        await page.ClickAsync("#theme");
        Assert.Equal(dark, await page.EvaluateAsync<string>(Background));
        await page.GoAsync(fixture.Url);
        Assert.Equal(dark, await page.EvaluateAsync<string>(Background));
        await page.ClickAsync("#theme");
        await page.ClickAsync("#theme");
        Assert.Equal(light, await page.EvaluateAsync<string>(Background));
    }

    [SkippableTheory]
    [InlineData("", "phone-status")]
    [InlineData("process.html?processname=nginx", "phone-process")]
    [InlineData("tail.html?processname=logger", "phone-log")]
    public async Task Nothing_is_cut_off_on_a_phone(string path, string name)
    {
        await using BrowserPage page = await fixture.OpenAsync();
        await page.ResizeAsync(320, 640, mobile: true);
        await page.GoAsync(fixture.Url + path);
        await page.WaitAsync("document.readyState === 'complete'");
        await page.ScreenshotAsync(name);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('main button, main a, main input')]"
            + ".filter(e => e.checkVisibility() && !e.closest('.hidden') && (e.getBoundingClientRect().right > 320 || e.getBoundingClientRect().left < 0)).length"));
    }

    [SkippableTheory]
    [InlineData(1280, false, "")]
    [InlineData(900, false, "")]
    [InlineData(360, true, "phone-")]
    public async Task Long_names_and_the_reasons_of_failures_are_shown_whole(int width, bool isPhone, string prefix)
    {
        await using BrowserPage page = await fixture.OpenAsync();
        await page.ResizeAsync(width, 800, isPhone);
        await page.GoAsync(fixture.Url);
        await page.WaitAsync($"{State("missing")} === 'FATAL'");
        await page.ScreenshotAsync($"{prefix}long-{width}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Equal("", await page.EvaluateAsync<string>(
            "[...document.querySelectorAll('#processes .name, #processes .desc')].filter(c => c.checkVisibility() && c.scrollWidth > c.clientWidth)"
            + ".map(c => c.textContent).join()"));
        // What is not cut off takes room of its own: neither its neighbours' nor the next line's.
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('#processes tr[data-name]')].every(r => r.querySelector('.name').getBoundingClientRect().bottom <= r.getBoundingClientRect().bottom + 1)"));

        await page.GoAsync($"{fixture.Url}process.html?processname=very-long:a-name-that-somebody-has-given-without-any-place-to-break-it-{new string('z', 60)}-1");
        await page.WaitAsync("document.querySelector('h1').textContent.endsWith('z-1')");
        await page.ScreenshotAsync($"{prefix}long-process-{width}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [SkippableFact]
    public async Task The_keyboard_is_enough()
    {
        await using BrowserPage page = await OpenAsync();
        await page.PressAsync("Tab");
        Assert.Equal("skip", await page.EvaluateAsync<string>("document.activeElement.className"));
        await page.PressAsync("/");
        await page.TypeAsync("c");
        await page.PressAsync("ArrowDown");
        Assert.Equal("cycle", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.PressAsync("ArrowDown");
        Assert.NotEqual("cycle", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.PressAsync("ArrowUp");
        await page.PressAsync("Tab");
        await page.WaitAsync("document.activeElement.matches('tr[data-name=cycle] .restart')");
        Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await page.PressAsync("Tab");
        await page.PressAsync("Enter");
        await page.WaitAsync("document.querySelector('dialog[open] h2').textContent === 'Stop cycle?'");
        Assert.Equal("no", await page.EvaluateAsync<string>("document.activeElement.value"));
        await page.PressAsync("Tab");
        await page.PressAsync("Enter");
        await page.WaitAsync($"{State("cycle")} === 'STOPPED'");
    }

    [SkippableFact]
    public async Task Without_scripts_every_button_works()
    {
        await using BrowserPage page = await fixture.OpenAsync();
        await page.DisableScriptsAsync();
        await page.GoAsync($"{fixture.Url}?filter=nginx");
        await page.ScreenshotAsync("no-scripts");
        Assert.Equal(1, await page.EvaluateAsync<int>(Visible));
        await page.ClickAsync(Row("nginx", ".restart"));
        await page.WaitAsync("document.getElementById('message')?.textContent === 'Process nginx restarted'");
        await page.ClickAsync(Row("nginx", ".log a"));
        await page.ClickAsync("button[value=clearlog]");
        await page.WaitAsync("document.getElementById('message')?.textContent === 'Log for nginx cleared' && location.pathname === '/tail.html'");
    }

    [SkippableFact]
    public async Task The_desktop_shows_it_all()
    {
        await using BrowserPage page = await OpenAsync();
        await page.WaitAsync("(document.querySelector('tr[data-name=busy] .spark .line')?.getAttribute('d')?.match(/L/g) ?? []).length >= 2");
        await page.ScreenshotAsync("status");
        Assert.Equal("live", await page.TextAsync("#live"));
        Assert.Empty(page.Problems);
    }

    private const string Visible = "[...document.querySelectorAll('#processes tr[data-name]')].filter(r => r.checkVisibility()).length";

    private const string Background = "getComputedStyle(document.body).backgroundColor";

    private static string Row(string name, string selector) => $"tr[data-name='{name}'] {selector}";

    private static string State(string name) => $"document.querySelector(\"tr[data-name='{name}']\").dataset.state";

    private static string Description(string name) => $"document.querySelector(\"tr[data-name='{name}'] .desc\").textContent";

    /// <summary>The status page, once it is live and everything that starts by itself runs.</summary>
    private async Task<BrowserPage> OpenAsync()
    {
        BrowserPage page = await fixture.OpenAsync();
        await page.GoAsync(fixture.Url);
        await page.WaitAsync("live.dataset.state === 'on'");
        await page.WaitAsync($"{State("web:web_00")} === 'RUNNING' && {State("busy")} === 'RUNNING'");
        return page;
    }
}
