using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Minos.Deployment;

/// <summary>Remembers why a package server's certificate was not trusted; the exception of a failed handshake does not name it.</summary>
internal sealed class CertificateVerdict
{
    private volatile string? _problem;

    /// <summary>The certificate and what is wrong with it; null while there was none that was wrong.</summary>
    public string? Problem => _problem;

    /// <summary>Takes what this machine trusts, and nothing else; a <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _problem = errors == SslPolicyErrors.None ? null
            : certificate is null ? "the server shows no certificate"
            : $"the server's certificate {certificate.Subject} (SHA-256 {certificate.GetCertHashString(HashAlgorithmName.SHA256)}) "
                + string.Join(" and ", Reasons(chain, errors));
        return _problem is null;
    }

    private static IEnumerable<string> Reasons(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return "is for another name";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            yield return $"cannot be trusted: {string.Join(", ", (chain?.ChainStatus ?? []).Select(static s => s.Status).Distinct())}";
        }
    }
}
