using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Minos.Daemon.Http;

/// <summary>
/// Follows log files: <c>/logtail/name</c>, <c>/logtail/name/stderr</c> and <c>/mainlogtail</c>. The answer begins with the end
/// of the file (<c>?limit=</c> says how many bytes, <c>lines=</c> how many lines of them), goes on with what is appended, and lasts until the client goes or the server stops.
/// An upgrade of the daemon hands it on; over TLS it ends then.
/// </summary>
public sealed class LogTailHandler(ILogFileResolver logs) : IRequestHandler
{
    private const string ProcessPrefix = "/logtail";
    private const string MainPrefix = "/mainlogtail";
    private const int MaxTailBytes = 4 * 1024 * 1024;

    // Supervisor's interval too. Cheaper than a watch for the few tails that are ever open, and works on every file system.
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public bool Matches(string path) =>
        path.StartsWith(ProcessPrefix, StringComparison.Ordinal) || path.StartsWith(MainPrefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        bool ofProcess = path.StartsWith(ProcessPrefix, StringComparison.Ordinal);
        string? file = ofProcess ? await ResolveAsync(path, context.RequestAborted) : logs.MainLog;
        LogFollower? follower = file is null ? null : LogFollower.TryOpen(file, TailBytes(context.Request));
        if (follower is not null && int.TryParse(context.Request.Query["lines"], NumberStyles.None, CultureInfo.InvariantCulture, out int lines))
        {
            follower.SkipToLast(lines);
        }

        if (follower is null)
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        bool isHandedOver = false;
        try
        {
            isHandedOver = await AnswerAsync(context, follower, ofProcess, stopping);
        }
        finally
        {
            if (!isHandedOver)
            {
                follower.Dispose();
            }
        }
    }

    /// <returns>Whether the next daemon goes on with it.</returns>
    private static async Task<bool> AnswerAsync(HttpContext context, LogFollower follower, bool ofProcess, CancellationToken stopping)
    {
        // The client may stop reading for hours (a pager): that costs no more than its connection.
        context.Features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = null;
        context.Response.ContentType = "text/plain;charset=utf-8";
        context.Response.Headers.LastModified = follower.LastWriteTime.ToString("R", CultureInfo.InvariantCulture);
        if (ofProcess)
        {
            context.Response.Headers["X-Accel-Buffering"] = "no";
        }

        using var leaving = new StreamEnd(context, stopping);
        try
        {
            await FollowAsync(follower, context.Response.BodyWriter, stopping, leaving.Token);
            if (stopping.IsCancellationRequested && context.Features.Get<ClientConnection>()?.TryHandOver(context, follower) == true)
            {
                context.Abort();
                return true;
            }
        }
        catch (OperationCanceledException) when (leaving.IsByServer)
        {
            // The client takes nothing. The stream ends as a complete answer.
        }

        return false;
    }

    // ?limit= and lines= are not Supervisor's: its clients know of 1024 bytes, which are too few for a page.
    private static int TailBytes(HttpRequest request) =>
        int.TryParse(request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out int limit)
            ? Math.Clamp(limit, LogFollower.DefaultTailBytes, MaxTailBytes)
            : LogFollower.DefaultTailBytes;

    /// <summary>Sends until it is stopped; then everything that was read has been sent.</summary>
    private static async Task FollowAsync(LogFollower follower, PipeWriter output, CancellationToken stopping, CancellationToken leaving)
    {
        await output.FlushAsync(leaving);
        using var timer = new PeriodicTimer(s_pollInterval);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, leaving);

        // What is in the file already is sent even when the server stops at this moment.
        do
        {
            while (follower.Read(output))
            {
                FlushResult flushed = await output.FlushAsync(leaving);
                if (flushed.IsCompleted || stopping.IsCancellationRequested)
                {
                    return;
                }
            }

            try
            {
                await timer.WaitForNextTickAsync(ending.Token);
            }
            catch (OperationCanceledException) when (!leaving.IsCancellationRequested)
            {
                // Stopped, and nothing is on its way.
            }
        }
        while (!stopping.IsCancellationRequested);
    }

    // /logtail/name[/channel]: Supervisor splits at slashes and ignores what comes after the channel, if anything.
    private async ValueTask<string?> ResolveAsync(string path, CancellationToken cancellationToken)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length is 2 or 3 && parts[0] == ProcessPrefix[1..]
            ? await logs.ResolveProcessLogAsync(parts[1], parts.Length == 3 ? parts[2] : "stdout", cancellationToken)
            : null;
    }
}
