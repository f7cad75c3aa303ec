using System.Security.Cryptography;
using System.Text;

namespace Minos.Fleet.Connections;

/// <summary>The script of a host and its answers: lines that begin with a word that nobody else knows.</summary>
internal sealed class HostSession : IAsyncDisposable
{
    private readonly IHostCommand _command;
    private readonly StreamReader _answers;
    private readonly string _prefix;
    private readonly HostTimes _times;

    private HostSession(IHostCommand command, string nonce, HostTimes times)
    {
        _command = command;
        _prefix = nonce + " ";
        _times = times;
        _answers = new StreamReader(command.Output, new UTF8Encoding(false));
    }

    /// <summary>What is being done.</summary>
    internal HostPhase Phase { get; set; } = HostPhase.Connect;

    /// <summary>Starts the script on a host.</summary>
    /// <param name="transport">The way there.</param>
    /// <param name="target">The host.</param>
    /// <param name="variables">The script's variables.</param>
    /// <param name="times">How long it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HostException">The host is not reached.</exception>
    internal static async Task<HostSession> OpenAsync(
        IHostTransport transport, HostTarget target, IEnumerable<KeyValuePair<string, string>> variables, HostTimes times, CancellationToken cancellationToken)
    {
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        byte[] script = HostScript.Compose(variables.Prepend(new("n", nonce)));

        // The script goes over stdin: it is too long for some login shells, and all that a login shell sees is this. dd takes no byte too many;
        // byte by byte only where it does not know fullblock, which it says before it reads.
        string read = $"dd bs={script.Length} count=1 iflag=fullblock 2>/dev/null || dd bs=1 count={script.Length} 2>/dev/null";
        IHostCommand command = transport.Run(target, $"exec /bin/sh -c 'eval \"$({read})\"'");
        var session = new HostSession(command, nonce, times);
        try
        {
            await session.WriteAsync(stream => stream.WriteAsync(script, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Tells the script what to do.</summary>
    /// <exception cref="HostException">The connection broke off.</exception>
    internal Task SendAsync(string verb, CancellationToken cancellationToken) =>
        WriteAsync(stream => stream.WriteAsync(Encoding.UTF8.GetBytes(verb + "\n"), cancellationToken).AsTask(), cancellationToken);

    /// <summary>Writes to the script's stdin.</summary>
    /// <exception cref="HostException">The script has said why it does not want it, or the connection broke off.</exception>
    internal async Task WriteAsync(Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(_command.Input).ConfigureAwait(false);
            await _command.Input.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // What the other end has said before it closed is the reason; the pipe's error is none.
            while (await ReadAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
            }

            throw await _command.ExplainAsync(Phase).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing more is sent.</summary>
    internal void CloseInput()
    {
        try
        {
            _command.Input.Close();
        }
        catch (IOException)
        {
            // The answers, or their end, tell.
        }
    }

    /// <summary>The next answer; null at the end.</summary>
    /// <exception cref="HostException">The script has failed, or does not answer in time.</exception>
    internal async Task<HostAnswer?> ReadAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_times.Of(Phase));
        try
        {
            while (await _answers.ReadLineAsync(deadline.Token).ConfigureAwait(false) is { } line)
            {
                if (!line.StartsWith(_prefix, StringComparison.Ordinal))
                {
                    continue;
                }

                string text = line[_prefix.Length..];
                int blank = text.IndexOf(' ', StringComparison.Ordinal);
                var answer = new HostAnswer(blank < 0 ? text : text[..blank], blank < 0 ? "" : text[(blank + 1)..]);
                return answer.Kind == "fail" ? throw Failure(answer.Text) : answer;
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostException(Phase, $"no answer within {_times.Of(Phase).TotalSeconds:F0} s");
        }
    }

    /// <summary>The next answer, which must come.</summary>
    /// <exception cref="HostException">The script has failed, or the connection broke off.</exception>
    internal async Task<HostAnswer> ReadNextAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken).ConfigureAwait(false) ?? throw await _command.ExplainAsync(Phase).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync().ConfigureAwait(false);
        _answers.Dispose();
    }

    private static HostException Failure(string text)
    {
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        _ = Enum.TryParse(blank < 0 ? text : text[..blank], ignoreCase: true, out HostPhase phase);
        string reason = blank < 0 ? "" : text[(blank + 1)..];
        return new HostException(phase, reason.Length == 0 ? "it failed without a word" : reason);
    }
}
