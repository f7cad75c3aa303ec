namespace Minos.Daemon.Web;

/// <summary>How an action ended.</summary>
/// <param name="Message">What the page says about it.</param>
/// <param name="Succeeded">Whether everything that was asked for has been done.</param>
public sealed record ActionOutcome(string Message, bool Succeeded);
