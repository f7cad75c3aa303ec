namespace Minos.Daemon.Web;

/// <summary>How many processes are in which state: the page's head, and a way to see just those.</summary>
internal static class StateCounts
{
    // What needs somebody comes right after what is well.
    private static readonly string[] s_states = ["RUNNING", "FATAL", "BACKOFF", "STARTING", "STOPPING", "STOPPED", "EXITED", "UNKNOWN"];

    /// <summary>Appends the counts; those of states that nobody is in are there for the script, but not seen.</summary>
    public static void Append(HtmlBuilder html, IReadOnlyList<ProcessRow> rows)
    {
        var counts = rows.CountBy(static r => r.State).ToDictionary();
        html.Append($"""
            <ul class="counts" aria-label="Processes by state">
            <li><a href="index.html" data-filter=""><b>{rows.Count}</b> all</a></li>

            """);
        foreach (string state in s_states)
        {
            int count = counts.GetValueOrDefault(state);
            string name = state.ToLowerInvariant();
            html.Append($"""<li{HtmlBuilder.When(count == 0, " class=\"none\"")}><a href="index.html?filter=state:{name}" class="{StateClass(state)}" data-filter="state:{name}" data-count="{state}"><b>{count}</b> {name}</a></li>""")
                .AppendMarkup("\n");
        }

        html.AppendMarkup("</ul>\n");
    }

    /// <summary>The class names of Supervisor's page, for the style sheets that people have.</summary>
    public static string StateClass(string state) => state switch
    {
        "RUNNING" => "statusrunning",
        "FATAL" or "BACKOFF" => "statuserror",
        _ => "statusnominal",
    };
}
