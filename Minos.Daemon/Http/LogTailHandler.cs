using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Minos.Daemon.Http;

/// <summary>
/// Follows log files: <c>/logtail/name</c>, <c>/logtail/name/stderr</c> and <c>/mainlogtail</c>. The answer begins with the end
/// of the file (<c>?limit=</c> says how many bytes), goes on with what is appended, and lasts until the client goes or the server stops.
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
        using LogFollower? follower = file is null ? null : LogFollower.TryOpen(file, TailBytes(context.Request));
        if (follower is null)
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        // The client may stop reading for hours (a pager): that costs no more than its connection.
        context.Features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = null;
        context.Response.ContentType = "text/plain;charset=utf-8";
        context.Response.Headers.LastModified = follower.LastWriteTime.ToString("R", CultureInfo.InvariantCulture);
        if (ofProcess)
        {
            context.Response.Headers["X-Accel-Buffering"] = "no";
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await FollowAsync(follower, context.Response.BodyWriter, ending.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            // The stream ends as a complete answer.
        }
    }

    // ?limit= is not Supervisor's: its clients know of 1024 bytes, which are too few for a page.
    private static int TailBytes(HttpRequest request) =>
        int.TryParse(request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out int limit)
            ? Math.Clamp(limit, LogFollower.DefaultTailBytes, MaxTailBytes)
            : LogFollower.DefaultTailBytes;

    private static async Task FollowAsync(LogFollower follower, PipeWriter output, CancellationToken cancellationToken)
    {
        await output.FlushAsync(cancellationToken);
        using var timer = new PeriodicTimer(s_pollInterval);
        while (true)
        {
            while (follower.Read(output))
            {
                FlushResult flushed = await output.FlushAsync(cancellationToken);
                if (flushed.IsCompleted)
                {
                    return;
                }
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
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
