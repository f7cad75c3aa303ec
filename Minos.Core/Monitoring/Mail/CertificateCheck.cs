using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Minos.Monitoring.Mail;

/// <summary>Whether a mail server's certificate can be trusted.</summary>
/// <param name="options">What was asked for.</param>
internal sealed class CertificateCheck(SmtpOptions options)
{
    private static readonly Oid s_serverAuthentication = new("1.3.6.1.5.5.7.3.1"); // RFC 5280 section 4.2.1.12

    /// <summary>Why it cannot be trusted; null when it can, or nothing has been checked.</summary>
    public string? Problem { get; private set; }

    /// <summary>Checks it; a <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Problem = options.VerifyCertificate ? Check(certificate, chain, errors) : null;
        return Problem is null;
    }

    private string? Check(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return "the server has no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"the server's certificate is for another name ({leaf.GetNameInfo(X509NameType.DnsName, false)})";
        }

        if (options.CaFile is null)
        {
            return errors == SslPolicyErrors.None ? null : Untrusted(chain);
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.ImportFromPemFile(options.CaFile);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(s_serverAuthentication);
        foreach (X509ChainElement element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(leaf) ? null : Untrusted(own);
    }

    private static string Untrusted(X509Chain? chain) =>
        $"the server's certificate cannot be trusted: {string.Join(", ", (chain?.ChainStatus ?? []).Select(s => s.Status).Distinct())} (see --caFile)";
}
