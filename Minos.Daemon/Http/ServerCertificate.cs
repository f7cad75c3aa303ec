using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>Reads a section's certificate, and makes it when that is asked for. Nothing else of the daemon needs OpenSSL's certificates.</summary>
internal static class ServerCertificate
{
    private const int YearsValid = 10;

    /// <exception cref="HttpServerException">It cannot be read or made.</exception>
    public static X509Certificate2 Load(InetHttpServerSettings server, TlsSettings tls)
    {
        try
        {
            if (tls.MakeWhenMissing && !File.Exists(tls.CertificateFile))
            {
                Make(tls);
            }

            return X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new HttpServerException(
                HttpServerFailure.Certificate,
                server,
                $"Cannot use the certificate {tls.CertificateFile} with the key {tls.KeyFile}: {exception.Message} (tls_certificate= and "
                + "tls_key= name PEM files; tls_self_signed=true makes them when they are missing)",
                exception);
        }
    }

    // The key is never readable for others, not even for a moment, and neither file ever has half of its content.
    private static void Make(TlsSettings tls)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Environment.MachineName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Environment.MachineName);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(YearsValid));
        string text = certificate.ExportCertificatePem() + "\n";
        string keyText = key.ExportPkcs8PrivateKeyPem() + "\n";
        if (tls.KeyFile == tls.CertificateFile)
        {
            Write(tls.CertificateFile, text + keyText);
        }
        else
        {
            Write(tls.KeyFile, keyText);
            Write(tls.CertificateFile, text);
        }
    }

    private static void Write(string path, string text)
    {
        string temporary = $"{path}.{Environment.ProcessId}";
#pragma warning disable CA1416 // The daemon is for Linux only.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
#pragma warning restore CA1416
        File.Delete(temporary);
        using (var file = new StreamWriter(new FileStream(temporary, options)))
        {
            file.Write(text);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
