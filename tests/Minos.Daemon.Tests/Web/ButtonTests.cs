namespace Minos.Daemon.Tests.Web;

/// <summary>The buttons for all, for a group and for those selected, in a real browser; with a daemon of its own, as they change everything.</summary>
public sealed class ButtonTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [SkippableFact]
    public async Task Every_button_for_several_processes_does_what_it_says()
    {
        await using BrowserPage page = await fixture.OpenAsync();
        await page.GoAsync(fixture.Url);
        await page.WaitAsync("live.dataset.state === 'on'");
        await page.WaitAsync(All("web", "RUNNING"));

        await page.ClickAsync("button[value=stopall]");
        await ConfirmAsync(page);
        await page.WaitAsync("message.textContent.startsWith('All stopped at ')");
        await page.WaitAsync("[...document.querySelectorAll('#processes tr[data-name]')].every(r => ['STOPPED', 'EXITED', 'FATAL'].includes(r.dataset.state))");

        await page.ClickAsync("button[value=startall]");
        await page.WaitAsync("message.textContent.startsWith('All started at ')");
        await page.WaitAsync($"{All("web", "RUNNING")} && {All("mailer", "RUNNING")}");
        string before = await page.EvaluateAsync<string>(Pids("web"));

        await page.ClickAsync("button[value=restartall]");
        await ConfirmAsync(page);
        await page.WaitAsync("message.textContent.startsWith('All restarted at ')");
        await page.WaitAsync($"{All("web", "RUNNING")} && {All("nginx", "RUNNING")} && {All("cycle", "RUNNING")} && {All("team", "RUNNING")}");
        await page.WaitAsync($"{Pids("web")} !== '{before}'");

        await page.ClickAsync("tbody[data-group=team] .group button:nth-child(3)");
        await ConfirmAsync(page);
        await page.WaitAsync($"message.textContent === 'Group team stopped' && {All("team", "STOPPED")}");
        await page.ClickAsync("tbody[data-group=team] .group button:nth-child(1)");
        await page.WaitAsync($"message.textContent === 'Group team started' && {All("team", "RUNNING")}");

        await page.ClickAsync("tr[data-name=nginx] .sel input");
        await page.ClickAsync("tr[data-name=cycle] .sel input");
        foreach ((string action, string done, string state) in new[] { ("restart", "restarted", "RUNNING"), ("stop", "stopped", "STOPPED"), ("start", "started", "RUNNING") })
        {
            await page.WaitAsync("selected.textContent === '2 selected'");
            await page.ClickAsync($"#selection [value={action}selected]");
            if (action != "start")
            {
                await ConfirmAsync(page);
            }

            await page.WaitAsync($"message.textContent === '2 processes {done}' && {All("nginx", state)} && {All("cycle", state)}");
        }

        Assert.Empty(page.Problems);
    }

    private static async Task ConfirmAsync(BrowserPage page)
    {
        await page.WaitAsync("!!document.querySelector('dialog[open]')");
        await page.ClickAsync("dialog .danger");
    }

    private static string All(string group, string state) =>
        $"[...document.querySelectorAll('tbody[data-group={group}] tr[data-name]')].every(r => r.dataset.state === '{state}')";

    private static string Pids(string group) =>
        $"[...document.querySelectorAll('tbody[data-group={group}] tr[data-name] .desc')].map(d => d.textContent.split(',')[0]).join()";
}
