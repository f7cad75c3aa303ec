namespace Minos.PowerShell;

/// <summary>What became of a test alert.</summary>
/// <param name="Target">The address, or the webhook.</param>
/// <param name="Succeeded">Whether it was taken.</param>
/// <param name="Answer">What the other side said last, or why nothing could be sent.</param>
public sealed record MinosAlertTest(string Target, bool Succeeded, string Answer);
