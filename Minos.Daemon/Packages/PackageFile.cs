using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;
using Minos.Daemon.Web;
using Minos.Deployment;

namespace Minos.Daemon.Packages;

/// <summary>Sends the file of a package, whole or from where a client's download broke off (RFC 9110, section 14).</summary>
internal static class PackageFile
{
    private const int BufferBytes = 128 * 1024;

    public static async Task SendAsync(HttpContext context, PackageInfo package, string file)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream)
        {
            long length = stream.Length;
            var tag = new EntityTagHeaderValue($"\"{package.Checksum}\"");
            HttpResponse response = context.Response;
            WebPage.Protect(response);
            response.ContentType = "application/octet-stream";
            response.Headers.ETag = tag.ToString();
            response.Headers.AcceptRanges = "bytes";
            response.Headers["X-Checksum-Sha1"] = package.Checksum;
            long from = 0;
            if (FirstByte(context.Request.GetTypedHeaders(), tag) is { } wanted)
            {
                if (wanted >= length)
                {
                    response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                    response.Headers.ContentRange = $"bytes */{length}";
                    return;
                }

                from = wanted;
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = $"bytes {from}-{length - 1}/{length}";
            }

            response.ContentLength = length - from;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                stream.Position = from;
                await stream.CopyToAsync(response.Body, BufferBytes, context.RequestAborted);
            }
        }
    }

    // Only "from here to the end", which is what resuming asks for; every other range may be answered with the whole file.
    private static long? FirstByte(RequestHeaders headers, EntityTagHeaderValue tag) =>
        headers.Range is { Ranges: { Count: 1 } ranges } && ranges.First() is { From: { } from, To: null }
        && (headers.IfRange is null || (headers.IfRange.EntityTag is { } condition && condition.Compare(tag, useStrongComparison: true)))
            ? from
            : null;
}
