namespace Minos.Daemon.Web;

/// <summary>What a form or a link asks for.</summary>
/// <param name="Action">Supervisor's names: <c>refresh</c>, <c>stopall</c>, <c>restartall</c>, <c>start</c>, <c>stop</c>, <c>restart</c>,
/// <c>clearlog</c>; and those of this page: <c>startall</c>, <c>startgroup</c>, <c>stopgroup</c>, <c>restartgroup</c>, <c>startselected</c>,
/// <c>stopselected</c>, <c>restartselected</c>.</param>
/// <param name="ProcessName">The process, where the action is about one.</param>
/// <param name="Group">The process group, where the action is about one.</param>
/// <param name="Selected">The processes with a tick.</param>
public sealed record ActionRequest(string Action, string? ProcessName, string? Group, IReadOnlyList<string> Selected)
{
    /// <summary>Takes it out of a form; null when the form asks for nothing.</summary>
    public static ActionRequest? From(RequestForm form) =>
        form["action"] is { } action ? new ActionRequest(action, form["processname"], form["group"], form.All("select")) : null;

    /// <summary>Whether it changes nothing.</summary>
    public bool IsHarmless => Action == "refresh";

    /// <summary>The action for people: <c>Stop web:web_1</c>.</summary>
    public string Title
    {
        get
        {
            string verb = Action.Replace("all", "", StringComparison.Ordinal).Replace("group", "", StringComparison.Ordinal)
                .Replace("selected", "", StringComparison.Ordinal);
            string what = Action switch
            {
                "stopall" or "restartall" or "startall" => "all processes",
                "stopgroup" or "restartgroup" or "startgroup" => $"every process of group {Group}",
                "stopselected" or "restartselected" or "startselected" => $"{Selected.Count} processes",
                "clearlog" => $"the log of {ProcessName}",
                _ => ProcessName ?? "",
            };
            return $"{Capitalize(Action == "clearlog" ? "clear" : verb)} {what}".TrimEnd();
        }
    }

    private static string Capitalize(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
