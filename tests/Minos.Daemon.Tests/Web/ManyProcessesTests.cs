using System.Globalization;
using Minos.Daemon.Web;

namespace Minos.Daemon.Tests.Web;

/// <summary>A thousand processes in a real browser.</summary>
public sealed class ManyProcessesTests
{
    [SkippableFact]
    public async Task A_thousand_rows_are_filtered_selected_and_kept_up_to_date()
    {
        await using Browser browser = await Browser.StartAsync();
        await using PageServer server = await PageServer.StartAsync();
        for (int i = 0; i < 1000; i++)
        {
            server.Daemon.Rows.Add(new ProcessRow(
                string.Create(CultureInfo.InvariantCulture, $"group{i / 100}"), string.Create(CultureInfo.InvariantCulture, $"process-{i:000}"),
                "RUNNING", "pid 1, uptime 0:00:00"));
        }

        await using BrowserPage page = await browser.OpenAsync();
        await page.GoAsync($"http://{server.Authority}/");
        await page.WaitAsync("live.dataset.state === 'on'");
        await page.PressAsync("/");
        await page.TypeAsync("process-99");
        await page.WaitAsync("shown.textContent === '10 of 1000'");
        await page.ClickAsync("#every");
        await page.WaitAsync("selected.textContent === '10 selected'");
        await page.PressAsync("/");
        await page.PressAsync("Escape");
        await page.WaitAsync("shown.textContent === '' && selected.textContent === '10 selected'");
        foreach (ProcessRow row in server.Daemon.Rows)
        {
            server.Daemon.Changed!(row with { State = "STOPPED", Description = "Not started" });
        }

        await page.WaitAsync("document.querySelector('[data-count=STOPPED] b').textContent === '1000'");
        await page.WaitAsync("document.querySelector('tbody[data-group=group9] .tally').textContent === '0 of 100 running'");
        await page.ScreenshotAsync("thousand");
        Assert.Empty(page.Problems);
    }
}
