using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Minos.Rpc;

namespace Minos.Daemon.Http;

/// <summary>TLS between a connection and the web server.</summary>
/// <remarks>Kestrel's own UseHttps asks for services that only its hosting registers; the daemon runs the server without hosting.</remarks>
internal static class TlsConnection
{
    public static async Task ServeAsync(ConnectionContext connection, X509Certificate2 certificate, ConnectionDelegate next)
    {
        IDuplexPipe plain = connection.Transport;
        await using var stream = new SslStream(new DuplexStream(plain.Input.AsStream(leaveOpen: true), plain.Output.AsStream(leaveOpen: true)));
        try
        {
            var options = new SslServerAuthenticationOptions { ServerCertificate = certificate };
            await stream.AuthenticateAsServerAsync(options, connection.ConnectionClosed);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException or ConnectionAbortedException)
        {
            // A client that speaks no TLS, or does not like the certificate: its business, and it sees the connection end.
            return;
        }

        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        PipeWriter output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        connection.Transport = new Duplex(input, output);
        // By this the web server knows that the scheme is https.
        connection.Features.Set<ITlsConnectionFeature>(new NoClientCertificate());
        try
        {
            await next(connection);
            await stream.ShutdownAsync();
        }
        catch (IOException)
        {
            // The client has gone before the goodbye.
        }
        finally
        {
            await input.CompleteAsync();
            connection.Transport = plain;
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class NoClientCertificate : ITlsConnectionFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
    }
}
