namespace Minos.Monitoring.Mail;

/// <summary>What a mail server answered (RFC 5321 section 4.2).</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Lines">The text of each line without its code.</param>
public sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>Whether the command was taken.</summary>
    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>Whether the same command will be refused again.</summary>
    public bool IsPermanent => Code >= 500;

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {string.Join(' ', Lines)}";
}
