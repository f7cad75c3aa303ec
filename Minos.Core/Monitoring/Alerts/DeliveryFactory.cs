using Minos.Monitoring.Mail;
using Minos.Monitoring.Options;

namespace Minos.Monitoring.Alerts;

/// <summary>Chooses how mail goes out.</summary>
internal static class DeliveryFactory
{
    private const string DefaultSendmail = "/usr/sbin/sendmail -t -i";

    /// <summary>Superlance's crashmail, httpok and memmon use sendmail, the batch monitors a mail server; either can be told otherwise.</summary>
    public static Delivery Create(MonitorSettings settings, string monitor, Action<string>? trace)
    {
        bool usesSendmail = settings.Sendmail is not null || (monitor is "crashmail" or "httpok" or "memmon" && !settings.ServersGiven);
        return usesSendmail ? new Delivery(null, settings.Sendmail ?? DefaultSendmail, trace) : new Delivery(Smtp(settings), null, trace);
    }

    private static SmtpOptions Smtp(MonitorSettings settings) => new()
    {
        Servers = settings.Servers,
        Security = settings.StartTls ? SmtpSecurity.StartTls : settings.ImplicitTls ? SmtpSecurity.Implicit : SmtpSecurity.Automatic,
        UserName = settings.UserName,
        Password = settings.Password,
        CaFile = settings.CaFile,
        VerifyCertificate = settings.VerifyCertificate,
    };
}
