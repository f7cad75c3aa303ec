namespace Minos.Configuration;

/// <summary>The certificate of an <c>[inet_http_server]</c>.</summary>
/// <param name="CertificateFile">Absolute path of a PEM file: the certificate, and those between it and its root.</param>
/// <param name="KeyFile">Absolute path of a PEM file with its private key; may be the same file.</param>
/// <param name="MakeWhenMissing">Make a self-signed certificate when there is no such file; clients know it by its fingerprint.</param>
public sealed record TlsSettings(string CertificateFile, string KeyFile, bool MakeWhenMissing);
