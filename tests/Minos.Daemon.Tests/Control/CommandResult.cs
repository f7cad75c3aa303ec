namespace Minos.Daemon.Tests.Control;

/// <summary>What a command did.</summary>
internal sealed record CommandResult(int ExitStatus, string Output, string Error);
