using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Minos.Monitoring.Mail;

/// <summary>MailKit's client, which goes on with the other recipients when one is refused.</summary>
internal sealed class SmtpConversation : SmtpClient
{
    private readonly Dictionary<string, string> _refused = [];
    private readonly Dictionary<string, string> _deferred = [];

    /// <param name="options">How the server is used.</param>
    /// <param name="logger">Told about every line.</param>
    public SmtpConversation(SmtpOptions options, IProtocolLogger logger)
        : base(logger)
    {
        Certificate = new CertificateCheck(options);
        ServerCertificateValidationCallback = Certificate.IsTrusted;
        CheckCertificateRevocation = false;
    }

    /// <summary>What was found about the server's certificate.</summary>
    public CertificateCheck Certificate { get; }

    /// <summary>Recipients that it will never take, each with its answer.</summary>
    public IReadOnlyDictionary<string, string> Refused => _refused;

    /// <summary>Recipients that it does not take now, each with its answer.</summary>
    public IReadOnlyDictionary<string, string> Deferred => _deferred;

    /// <summary>Whether it takes the message for nobody.</summary>
    public bool AcceptsNobody { get; private set; }

    /// <inheritdoc/>
    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        int code = (int)response.StatusCode;
        (code >= 500 ? _refused : _deferred)[mailbox.Address] = $"{code} {response.Response.ReplaceLineEndings(" ")}";
    }

    /// <inheritdoc/>
    protected override void OnNoRecipientsAccepted(MimeMessage message) => AcceptsNobody = true;
}
