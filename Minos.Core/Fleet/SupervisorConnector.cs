using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Minos.Fleet.Connections;
using Minos.Rpc;

namespace Minos.Fleet;

/// <summary>Makes clients of the supervisors of hosts: over their port, or through ssh where the port does not answer.</summary>
/// <remarks>Through ssh the supervisor that is installed below the group's <c>root_dir</c> is reached by whatever its own configuration
/// says, so no port needs to be open.</remarks>
/// <param name="connectTime">How long to wait for a connection.</param>
public sealed class SupervisorConnector(TimeSpan connectTime) : IDisposable
{
    // A port behind a firewall does not answer at all; a host in the same cluster does at once.
    private static readonly TimeSpan s_portTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_loginTime = TimeSpan.FromSeconds(30);
    private const int NonceLength = 32;

    private readonly IHostTransport _ssh = SecureShell.Create(connectTime);

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="target">The host.</param>
    /// <param name="options">Credentials and times.</param>
    public RpcClient Connect(HostTarget target, RpcClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        string url = SupervisorAddress.UrlOf(target.Group, target.Host);
        if (target.Transport == HostTransport.Local)
        {
            return new RpcClient(url, options);
        }

        bool isClosed = false;
        return new RpcClient(url, options with { OpenAsync = OpenAsync });

        async ValueTask<Stream> OpenAsync(DnsEndPoint address, CancellationToken cancellationToken)
        {
            string reason = "the port does not answer";
            if (!Volatile.Read(ref isClosed))
            {
                try
                {
                    return await OpenPortAsync(address, cancellationToken).ConfigureAwait(false);
                }
                catch (SocketException exception)
                {
                    reason = exception.Message;
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // The sentence above.
                }

                Volatile.Write(ref isClosed, true);
            }

            try
            {
                return await OpenThroughAsync(target, cancellationToken).ConfigureAwait(false);
            }
            catch (HostException exception)
            {
                throw new RpcConnectionException(url, 0, $"{reason}; through ssh: {exception.Message}", exception);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ssh.Dispose();

    private async Task<Stream> OpenPortAsync(DnsEndPoint address, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(connectTime < s_portTime ? connectTime : s_portTime);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, deadline.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> OpenThroughAsync(HostTarget target, CancellationToken cancellationToken)
    {
        // What a login shell prints is not the supervisor's answer: that begins after a word that nobody else knows.
        string nonce = RandomNumberGenerator.GetHexString(NonceLength, lowercase: true);
        SupervisorLayout layout = target.Layout;
        string executable = HostScript.Quote(layout.Executable);
        string script = $"[ -x {executable} ] || {{ echo {SshErrors.OwnWords}no supervisor is installed in {HostScript.Quote(target.Group.RootDirectory)} >&2; exit 1; }}; "
            + $"exec {executable} relay -c {HostScript.Quote(layout.ConfigurationFile)} {nonce}";
        IHostCommand command = _ssh.Run(target, $"exec /bin/sh -c {HostScript.Quote(script)}");
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(connectTime + s_loginTime);
            if (!await SkipToAsync(command.Output, nonce + "\n", deadline.Token).ConfigureAwait(false))
            {
                throw await command.ExplainAsync(HostPhase.Connect).ConfigureAwait(false);
            }

            return new CommandStream(command);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await command.DisposeAsync().ConfigureAwait(false);
            throw new HostException(HostPhase.Connect, $"no answer within {(connectTime + s_loginTime).TotalSeconds:F0} s");
        }
        catch
        {
            await command.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <returns>False when the stream has ended before.</returns>
    private static async Task<bool> SkipToAsync(Stream stream, string text, CancellationToken cancellationToken)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(text);
        byte[] one = new byte[1];
        for (int matched = 0; matched < wanted.Length;)
        {
            if (await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
            {
                return false;
            }

            // The word's characters are random: it does not begin again within itself.
            matched = one[0] == wanted[matched] ? matched + 1 : one[0] == wanted[0] ? 1 : 0;
        }

        return true;
    }
}
