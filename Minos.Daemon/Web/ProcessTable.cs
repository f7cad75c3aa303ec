using System.Globalization;

namespace Minos.Daemon.Web;

/// <summary>The table of processes. Groups of several have a line of their own with buttons for all of them.</summary>
/// <remarks>Every row has all three buttons; the style sheet shows those that make sense in the row's state, so that the script only has to
/// change <c>data-state</c>.</remarks>
internal sealed class ProcessTable(HtmlBuilder html)
{
    /// <summary>Appends it, sorted by group and name.</summary>
    public void Append(IReadOnlyList<ProcessRow> rows, ProcessFilter filter)
    {
        html.AppendMarkup("""
            <table id="processes">
            <caption class="hidden">Processes</caption>
            <thead><tr><td class="sel"><input type="checkbox" id="every" aria-label="Select every process shown" hidden></td><th scope="col" class="st">State</th><th scope="col" class="name">Name</th><th scope="col" class="desc">Description</th><th scope="col" class="cpu">CPU</th><th scope="col" class="mem">Memory</th><th scope="col" class="act">Action</th><th scope="col" class="log">Logs</th></tr></thead>

            """);
        IEnumerable<IGrouping<string, ProcessRow>> groups = rows
            .OrderBy(static r => r.Group, StringComparer.Ordinal).ThenBy(static r => r.Name, StringComparer.Ordinal)
            .GroupBy(static r => r.Group);
        foreach (IGrouping<string, ProcessRow> group in groups)
        {
            AppendGroup(group.Key, [.. group], filter);
        }

        html.AppendMarkup("</table>\n");
    }

    private void AppendGroup(string name, List<ProcessRow> rows, ProcessFilter filter)
    {
        bool isHidden = !rows.Exists(filter.Accepts);
        html.Append($"<tbody data-group=\"{name}\"{HtmlBuilder.When(isHidden, " hidden")}>").AppendMarkup("\n");
        if (rows is not [{ } only] || only.Group != only.Name)
        {
            AppendHeading(name, rows);
        }

        foreach (ProcessRow row in rows)
        {
            AppendRow(row, filter.Accepts(row));
        }

        html.AppendMarkup("</tbody>\n");
    }

    private void AppendHeading(string name, List<ProcessRow> rows)
    {
        string query = $"index.html?group={WebPage.Quote(name)}&action=";
        html.Append($"""<tr class="group"><th scope="rowgroup" colspan="6"><span class="groupname">{name}</span> <span class="tally">{rows.Count(static r => r.State == "RUNNING")} of {rows.Count} running</span></th>""")
            .Append($"""<td class="act" colspan="2"><button formaction="{query}startgroup" aria-label="Start group {name}">Start</button><button formaction="{query}restartgroup" data-stops="group" aria-label="Restart group {name}">Restart</button><button formaction="{query}stopgroup" data-stops="group" aria-label="Stop group {name}">Stop</button></td></tr>""")
            .AppendMarkup("\n");
    }

    private void AppendRow(ProcessRow row, bool isShown)
    {
        string quoted = WebPage.Quote(row.Namespec);
        string name = row.Namespec;
        string query = $"index.html?processname={quoted}&action=";
        html.Append($"<tr data-name=\"{name}\" data-state=\"{row.State}\" data-pid=\"{row.Pid}\" data-uptime=\"{Seconds(row)}\"{HtmlBuilder.When(!isShown, " hidden")}>")
            .Append($"""<td class="sel"><input type="checkbox" name="select" value="{name}" aria-label="Select {name}"></td>""")
            .Append($"""<td class="st"><span class="status {StateCounts.StateClass(row.State)}">{row.State.ToLowerInvariant()}</span></td>""")
            .Append($"""<th scope="row" class="name"><a href="process.html?processname={quoted}">{row.Name}</a>""");
        if (row.Link is { } link)
        {
            html.Append($" <a class=\"out\" href=\"{link}\" rel=\"noreferrer\" aria-label=\"Page of {name}\">&#x2197;</a>");
        }

        html.Append($"""</th><td class="desc">{row.Description}</td><td class="cpu"></td><td class="mem"></td>""")
            .Append($"""<td class="act"><button class="start" formaction="{query}start" aria-label="Start {name}">Start</button><button class="restart" formaction="{query}restart" data-stops="one" aria-label="Restart {name}">Restart</button><button class="stop" formaction="{query}stop" data-stops="one" aria-label="Stop {name}">Stop</button></td>""")
            .Append($"""<td class="log"><a href="tail.html?processname={quoted}" aria-label="stdout of {name}">stdout</a> <a href="tail.html?processname={quoted}&amp;channel=stderr" aria-label="stderr of {name}">stderr</a></td></tr>""")
            .AppendMarkup("\n");
    }

    private static string Seconds(ProcessRow row) => ((long)row.Uptime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
