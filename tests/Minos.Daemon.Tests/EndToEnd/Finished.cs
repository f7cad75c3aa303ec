namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>A command that has ended.</summary>
internal sealed record Finished(int Status, string Output, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
