namespace Minos.Monitoring.Mail;

/// <summary>What a mail server did with a message.</summary>
/// <param name="Server">The server that took it.</param>
/// <param name="Answer">Its answer to the message; the answer to the last recipient when it took none.</param>
/// <param name="Refused">Recipients that it will never take, each with its answer.</param>
/// <param name="Deferred">Recipients that it does not take now, each with its answer.</param>
public sealed record SmtpDelivery(
    MailServer Server, string Answer, IReadOnlyDictionary<string, string> Refused, IReadOnlyDictionary<string, string> Deferred);
