namespace Minos.Monitoring.Mail;

/// <summary>What a mail server did with a message.</summary>
/// <param name="Server">The server that took it.</param>
/// <param name="Answer">Its answer to the message; empty when it took it for nobody.</param>
/// <param name="IsForNobody">Whether it accepted not one recipient.</param>
/// <param name="Refused">Recipients that it will never take, each with its answer.</param>
/// <param name="Deferred">Recipients that it does not take now, each with its answer.</param>
public sealed record SmtpDelivery(
    MailServer Server, string Answer, bool IsForNobody, IReadOnlyDictionary<string, string> Refused, IReadOnlyDictionary<string, string> Deferred);
