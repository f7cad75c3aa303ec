using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace Minos.Fleet.Connections.SshNet;

/// <summary>A command over a connection of its own. The pipes are there at once; what they hold goes on when the host is reached.</summary>
/// <param name="client">The connection, not open yet; it is ended with the command.</param>
/// <param name="text">The command.</param>
/// <param name="target">The host.</param>
internal sealed class SshNetCommand(SshClient client, string text, HostTarget target) : IHostCommand
{
    private const int KeptErrorLength = 8192;
    private static readonly TimeSpan s_endTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);

    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly StringBuilder _error = new();
    private Task _running = Task.CompletedTask;
    private Stream? _inputStream;
    private Stream? _outputStream;

    /// <inheritdoc/>
    public Stream Input => _inputStream ??= _input.Writer.AsStream();

    /// <inheritdoc/>
    public Stream Output => _outputStream ??= _output.Reader.AsStream();

    /// <summary>Connects and runs it.</summary>
    internal void Start() => _running = Task.Run(RunAsync);

    /// <summary>Says why the host's key is not accepted.</summary>
    internal void Refuse(string reason) => Append(reason);

    /// <inheritdoc/>
    public async Task<HostException> ExplainAsync(HostPhase phase)
    {
        await Task.WhenAny(_running, Task.Delay(s_endTime)).ConfigureAwait(false);
        lock (_error)
        {
            return SshErrors.Explain(_error.ToString(), phase, target);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);

        // It says goodbye to the host, who may be gone.
        Task end = Task.Run(client.Dispose);
        await Task.WhenAny(Task.WhenAll(end, _running), Task.Delay(s_endTime)).ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await client.ConnectAsync(_ending.Token).ConfigureAwait(false);
            using SshCommand command = client.CreateCommand(text);
            Task running = command.ExecuteAsync(_ending.Token);
            _ = SendAsync(command.CreateInputStream());
            _ = WatchAsync();
            Task reading = ReadErrorsAsync(command.ExtendedOutputStream);
            await command.OutputStream.CopyToAsync(_output.Writer.AsStream(leaveOpen: true), _ending.Token).ConfigureAwait(false);
            await running.ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the library throws, it ends this command and no other.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Append(Sentence(exception));
        }
        finally
        {
            // Who writes is told, as by a pipe of the system.
            await _input.Reader.CompleteAsync(new IOException("the command has ended")).ConfigureAwait(false);
            await _output.Writer.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Stream input)
    {
        try
        {
            await using (input.ConfigureAwait(false))
            {
                await _input.Reader.CopyToAsync(input, _ending.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is SshException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The command has ended, and its output says why.
        }
    }

    /// <summary>Ends the connection to a host that is gone without a word: the library waits for ever. Any answer is a sign of life.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(s_interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
            {
                Task answer = Task.Run(() =>
                {
                    using SshCommand nothing = client.CreateCommand(":");
                    _ = nothing.Execute();
                });
                _ = answer.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                if (await Task.WhenAny(answer, Task.Delay(s_silence, _ending.Token)).ConfigureAwait(false) != answer && !_ending.IsCancellationRequested)
                {
                    Append($"Timeout, server {target.Host.Address} not responding.");
                    await _ending.CancelAsync().ConfigureAwait(false);
                    _ = Task.Run(client.Dispose);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The command has ended.
        }
    }

    private async Task ReadErrorsAsync(Stream errors)
    {
        using var reader = new StreamReader(errors, leaveOpen: true);
        while (await reader.ReadLineAsync(_ending.Token).ConfigureAwait(false) is { } line)
        {
            Append(line);
        }
    }

    private void Append(string line)
    {
        lock (_error)
        {
            if (_error.Length < KeptErrorLength)
            {
                _error.Append(line).Append('\n');
            }
        }
    }

    /// <summary>In the words of OpenSSH's client, which <see cref="SshErrors"/> knows.</summary>
    private static string Sentence(Exception exception) => exception switch
    {
        SshAuthenticationException => $"Permission denied ({exception.Message})",
        SshOperationTimeoutException => $"Connection timed out ({exception.Message})",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => $"Could not resolve hostname ({exception.Message})",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "Connection refused",
        SocketException { SocketErrorCode: SocketError.HostUnreachable } => "No route to host",
        SocketException { SocketErrorCode: SocketError.NetworkUnreachable } => "Network is unreachable",
        SocketException { SocketErrorCode: SocketError.TimedOut } => "Connection timed out",
        SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed or DisconnectReason.HostKeyNotVerifiable } => "Host key verification failed",
        OperationCanceledException => "ended",
        _ => exception.Message,
    };
}
