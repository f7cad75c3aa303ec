using System.IO.Pipelines;

namespace Minos.Daemon.Http;

/// <summary>Answers whose content is complete before any of it is sent.</summary>
internal static class WholeContent
{
    // The runtime keeps 32 of a size for each processor: enough for what many clients are sent at once, and no megabytes for good.
    private const int PieceBytes = 32 * 1024;
    private const int MaxUnsentBytes = 8 * PieceBytes;

    /// <summary>Sends the answer: its head with the content's length and, unless only the head was asked for, the content. A client that goes
    /// away ends the wait.</summary>
    /// <remarks>Written to the answer's stream, it would be cut into pieces of 4 KB, of which the runtime keeps too few for the next answer:
    /// each would be as much garbage as it is long.</remarks>
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> content)
    {
        context.Response.ContentLength = content.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await context.Response.StartAsync();
        PipeWriter output = context.Response.BodyWriter;
        while (!content.IsEmpty)
        {
            ReadOnlyMemory<byte> piece = content[..Math.Min(PieceBytes, content.Length)];
            piece.CopyTo(output.GetMemory(piece.Length));
            output.Advance(piece.Length);
            content = content[piece.Length..];
            if (content.IsEmpty || output.UnflushedBytes >= MaxUnsentBytes)
            {
                await output.FlushAsync();
            }
        }
    }
}
