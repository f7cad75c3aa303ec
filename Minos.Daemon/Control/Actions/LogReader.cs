using System.Buffers;
using System.Text;
using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>What tail, maintail and fg have in common: following one of the server's log streams.</summary>
internal sealed class LogReader(ControlSession session)
{
    private const int BlockSize = 16 * 1024;

    /// <summary>Says so when the output cannot show every character.</summary>
    public void CheckEncoding()
    {
        string encoding = session.Out.Encoding.WebName;
        if (!encoding.StartsWith("utf", StringComparison.OrdinalIgnoreCase))
        {
            session.Output(
                $"Warning: sys.stdout.encoding is set to {encoding}, so Unicode output may fail. "
                + "Check your LANG and PYTHONIOENCODING environment settings.");
        }
    }

    /// <summary>Follows a stream until Ctrl-C, or until the server ends it.</summary>
    public async Task FollowUntilInterruptAsync(string path)
    {
        CheckEncoding();
        session.Output("==> Press Ctrl-C to exit <==");
        if (!await session.Interrupts.RunAsync(token => FollowAsync(path, token)))
        {
            session.Output("");
        }
    }

    /// <summary>Copies a stream to the output until it ends. Failures are told on the error output and change no exit status.</summary>
    public async Task FollowAsync(string path, CancellationToken cancellationToken)
    {
        string url = session.ServerName + path;
        try
        {
            using Stream stream = await session.Client.OpenStreamAsync(path, cancellationToken);
            await CopyAsync(stream, cancellationToken);
            if (session.Options.ServerUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            {
                // An upgrade of the daemon ends these, and no others; of an end of others, supervisorctl says nothing either.
                await session.Error.WriteLineAsync($"{url} has ended: the daemon was stopped or upgraded");
            }
        }
        catch (RpcHttpException e)
        {
            await session.Error.WriteLineAsync($"{url} Cannot read, status code {(int)e.StatusCode}");
        }
        catch (IOException e) when (e is not RpcConnectionException)
        {
            // The server went away in the middle of the stream, which is how a followed log usually ends.
        }
        catch (Exception e) when (e is RpcConnectionException or UriFormatException)
        {
            await session.Error.WriteLineAsync($"{url} Cannot connect, error: {ErrorText.TypeName(e)} ({ErrorText.Describe(e)})");
        }
    }

    private async Task CopyAsync(Stream stream, CancellationToken cancellationToken)
    {
        // A decoder, because a character may be divided between two reads.
        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes = ArrayPool<byte>.Shared.Rent(BlockSize);
        char[] chars = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(bytes.Length));
        try
        {
            int count;
            while ((count = await stream.ReadAsync(bytes, cancellationToken)) > 0)
            {
                int length = decoder.GetChars(bytes.AsSpan(0, count), chars, flush: false);
                await session.Out.WriteAsync(chars.AsMemory(0, length), cancellationToken);
                await session.Out.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(chars);
        }
    }
}
