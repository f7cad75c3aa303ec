using System.Buffers;
using System.IO.Pipelines;
using Minos.Configuration;
using Minos.Logs;
using Minos.Rpc;

namespace Minos.Daemon.Http;

/// <summary>XML-RPC calls at <c>/RPC2</c>, and at every path that begins so, as for Supervisor.</summary>
/// <param name="dispatcher">Makes the calls.</param>
/// <param name="options">Limits and log.</param>
public sealed class RpcEndpoint(RpcDispatcher dispatcher, HttpServerOptions options) : IRequestHandler
{
    /// <inheritdoc/>
    public bool Matches(string path) => path.StartsWith("/RPC2", StringComparison.Ordinal);

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        if (context.Request.ContentLength is null && context.Request.Headers.TransferEncoding.Count == 0)
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status411LengthRequired);
            return;
        }

        ArrayBufferWriter<byte> request = SpareBuffers.Take(), answer = SpareBuffers.Take();
        try
        {
            await ReadBodyAsync(context.Request.BodyReader, request, context.RequestAborted);
            await AnswerAsync(context, request, answer, stopping);
        }
        finally
        {
            SpareBuffers.GiveBack(request);
            SpareBuffers.GiveBack(answer);
        }
    }

    private async Task AnswerAsync(HttpContext context, ArrayBufferWriter<byte> request, ArrayBufferWriter<byte> answer, CancellationToken stopping)
    {
        // A client that goes away does not undo half of a multicall: the calls are cancelled only when the daemon stops waiting.
        using var ending = new CancellationTokenSource();
        using CancellationTokenRegistration registration = stopping.Register(() => ending.CancelAfter(options.StopGrace));
        try
        {
            HttpRole role = context.Features.Get<Caller>()?.Role ?? HttpRole.Read;
            await dispatcher.DispatchAsync(
                new ReadOnlySequence<byte>(request.WrittenMemory), answer, method => AccessPolicy.RefuseCall(method, role), ending.Token);
        }
        catch (MalformedRpcException e)
        {
            if (options.Log.IsEnabled(SupervisorLogLevel.Debug))
            {
                options.Log.Debug($"XML-RPC request refused: {e.Message}");
            }

            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        context.Response.ContentType = "text/xml";
        await WholeContent.SendAsync(context, answer.WrittenMemory);
    }

    // Throws BadHttpRequestException with status 413 when the body is larger than the server's limit.
    private static async Task ReadBodyAsync(PipeReader body, ArrayBufferWriter<byte> request, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellationToken);
            foreach (ReadOnlyMemory<byte> segment in read.Buffer)
            {
                request.Write(segment.Span);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
