using Minos.Logs;

namespace Minos.Daemon.Web;

/// <summary>The end of a process's log on a page: text without scripts, followed and searched with them.</summary>
internal static class LogSection
{
    /// <summary>As Supervisor's page.</summary>
    public const int DefaultBytes = 1024;

    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads the limit of a request: at least 1024 bytes; so much too when it is not a number.</summary>
    public static int Limit(string? text) =>
        text is { Length: > 0 } && text.All(char.IsAsciiDigit)
            ? int.TryParse(text, out int limit) ? Math.Clamp(limit, DefaultBytes, MaxBytes) : MaxBytes
            : DefaultBytes;

    /// <summary>The other stream than stdout only if that is asked for.</summary>
    public static string Channel(string? text) => text == "stderr" ? "stderr" : "stdout";

    /// <summary>Appends the log with its search box and links.</summary>
    /// <param name="html">The page.</param>
    /// <param name="page">The page's own name, for the links: <c>tail.html</c>.</param>
    /// <param name="name">The process.</param>
    /// <param name="channel"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="limit">How many bytes are shown without scripts.</param>
    /// <param name="text">What is in the log, or why there is nothing.</param>
    public static void Append(HtmlBuilder html, string page, string name, string channel, int limit, string text)
    {
        string quoted = WebPage.Quote(name);
        string query = $"{page}?processname={quoted}&limit={limit}";
        html.Append($"""
            <section class="log" aria-label="Log" data-name="{name}" data-channel="{channel}">
            <div class="bar">
            <nav class="tabs" aria-label="Stream"><a href="{query}"{Current(channel, "stdout")}>stdout</a><a href="{query}&amp;channel=stderr"{Current(channel, "stderr")}>stderr</a></nav>
            <div class="search" hidden><label class="hidden" for="search">Search the log</label><input type="search" id="search" placeholder="search" autocomplete="off" spellcheck="false" aria-keyshortcuts="/"><span id="hits" role="status"></span><label class="tick"><input type="checkbox" id="only"> matches only</label></div>
            <div class="right"><button type="button" id="follow" aria-pressed="true" hidden>Follow</button><a class="button refresh" href="{query}&amp;channel={channel}">Refresh</a><a class="button" href="logtail/{quoted}/{channel}" target="_blank" rel="noopener">Raw</a></div>
            </div>
            <pre id="log" tabindex="0" aria-label="{channel} of {name}">{text}</pre>
            </section>

            """);
    }

    /// <summary>The text of a log, in Supervisor's words where there is none.</summary>
    public static string Read(ProcessDetails? process, string name, string channel, int limit)
    {
        if (process is null)
        {
            return $"ERROR: unexpected rpc fault [10] BAD_NAME: {name}";
        }

        try
        {
            return LogReader.Read(channel == "stderr" ? process.StderrLog : process.StdoutLog, -limit, 0);
        }
        catch (LogReadException exception)
        {
            return exception.Error == LogReadError.NoFile
                ? $"No file for {name}"
                : $"ERROR: unexpected rpc fault [30] FAILED: {exception.Path}";
        }
    }

    private static HtmlBuilder.Markup Current(string channel, string own) => HtmlBuilder.When(channel == own, " aria-current=\"page\"");
}
