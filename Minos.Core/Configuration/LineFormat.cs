namespace Minos.Configuration;

/// <summary>How the lines of a program's output stand in its log (<c>stdout_format</c>, <c>stderr_format</c>; Supervisor has no such key).</summary>
public enum LineFormat
{
    /// <summary>Byte for byte as the program has written them, as Supervisor does.</summary>
    Raw,

    /// <summary>The time (RFC 3339, milliseconds), a space, and the line byte for byte.</summary>
    Prefix,

    /// <summary>One JSON object a line: <c>time</c>, <c>process</c>, <c>group</c>, <c>stream</c>, <c>message</c>.</summary>
    Json,
}
