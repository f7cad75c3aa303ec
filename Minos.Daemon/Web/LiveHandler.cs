using System.IO.Pipelines;
using System.Threading.Channels;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary><c>/events</c>: what a page needs to stay up to date, as server-sent events, until the client goes or the server stops.</summary>
public sealed class LiveHandler : IRequestHandler
{
    // A client that is so far behind is let go; it comes back by itself and begins anew.
    private const int MaxBehind = 4096;

    private readonly IProcessSource _source;
    private readonly UsageFeed _usage;
    private readonly string _life = Guid.NewGuid().ToString("N");

    /// <summary>Makes the handler; it does nothing until somebody watches.</summary>
    /// <param name="source">Knows the processes.</param>
    /// <param name="time">The clock of the samples.</param>
    public LiveHandler(IProcessSource source, TimeProvider time)
    {
        _source = source;
        _usage = new UsageFeed(source, time);
    }

    /// <summary>Whether anything runs for the sake of watchers.</summary>
    internal bool IsSampling => _usage.IsRunning;

    /// <inheritdoc/>
    public bool Matches(string path) => path == "/events";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        context.Features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = null;
        WebPage.Protect(context.Response);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var leaving = new StreamEnd(context, stopping);
        try
        {
            await FollowAsync(context.Response.BodyWriter, stopping, leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsByServer)
        {
            // The stream ends as a complete answer.
        }
    }

    private async Task FollowAsync(PipeWriter output, CancellationToken stopping, CancellationToken leaving)
    {
        // Messages are made here, by the reader: the supervision thread only passes on what has happened.
        var queue = Channel.CreateBounded<Func<ReadOnlyMemory<byte>>>(new BoundedChannelOptions(MaxBehind) { SingleReader = true });
        void Enqueue(Func<ReadOnlyMemory<byte>> message)
        {
            if (!queue.Writer.TryWrite(message))
            {
                queue.Writer.TryComplete();
            }
        }

        await using IAsyncDisposable changes = await _source.WatchAsync(
            row => Enqueue(() => LiveMessage.State(row)), () => Enqueue(LiveMessage.Groups), leaving);
        // After the first of the changes is sure to be seen, so that none is missed in between.
        await output.WriteAsync(LiveMessage.Snapshot(_life, await _source.GetAsync(leaving)), leaving);
        using IDisposable usage = _usage.Watch(message => Enqueue(() => message), stopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, leaving);
        while (await queue.Reader.WaitToReadAsync(ending.Token))
        {
            while (queue.Reader.TryRead(out Func<ReadOnlyMemory<byte>>? message))
            {
                ReadOnlyMemory<byte> bytes = message();
                bytes.Span.CopyTo(output.GetSpan(bytes.Length));
                output.Advance(bytes.Length);
            }

            if ((await output.FlushAsync(leaving)).IsCompleted)
            {
                return;
            }
        }
    }
}
