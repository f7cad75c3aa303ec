using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Minos.Daemon.Web;
using Minos.Deployment;
using Minos.Logs;

namespace Minos.Daemon.Packages;

/// <summary>Takes an uploaded package in as it arrives: nothing is held in memory.</summary>
internal sealed class PackageUpload(PackageStore store, long maxBytes, ISupervisorLog log)
{
    private const int MaxFieldBytes = 1024;

    /// <summary>Answers with status 200 whatever happened, as the original does; the text says what.</summary>
    public async Task ReceiveAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        string answer;
        try
        {
            answer = await ReceiveFormAsync(context);
        }
        catch (DeploymentException exception)
        {
            answer = $"Upload failed: {exception.Message}";
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is IOException && exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested))
        {
            answer = $"Upload failed: {exception.Message}";
        }

        if (answer.StartsWith("Upload failed", StringComparison.Ordinal))
        {
            log.Warn($"{answer}");
        }

        var html = new HtmlBuilder().Append($"<!DOCTYPE html>\n<title>Packages</title>\n<p>{answer}</p>\n<p><a href=\"../package_list/\">All packages</a></p>\n");
        await WebPage.SendAsync(context, html);
    }

    private async Task<string> ReceiveFormAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw new DeploymentException("the request is no multipart form");
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string? waiting = null;
        string waitingName = "";
        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body, 64 * 1024);
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition))
                {
                    continue;
                }

                string field = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (field != "file")
                {
                    fields[field] = await ReadFieldAsync(section.Body, context.RequestAborted);
                    continue;
                }

                // Old clients send the path on their own machine.
                waitingName = HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "";
                waitingName = waitingName[(waitingName.LastIndexOfAny(['/', '\\']) + 1)..];
                if (fields.ContainsKey("artifact") && fields.ContainsKey("revision"))
                {
                    return await AddAsync(fields, waitingName, section.Body, context.RequestAborted);
                }

                // The file came before its names: it waits on the disk.
                Directory.CreateDirectory(store.Root);
                waiting ??= Path.Combine(store.Root, $".upload-{Guid.NewGuid():N}");
                await using FileStream target = File.Create(waiting);
                await section.Body.CopyToAsync(target, context.RequestAborted);
            }

            if (waiting is null)
            {
                return Missing(fields) ?? "Upload failed: File should not be empty";
            }

            await using FileStream content = File.OpenRead(waiting);
            return await AddAsync(fields, waitingName, content, context.RequestAborted);
        }
        finally
        {
            if (waiting is not null)
            {
                File.Delete(waiting);
            }
        }
    }

    private async Task<string> AddAsync(Dictionary<string, string> fields, string name, Stream content, CancellationToken cancellationToken)
    {
        if (Missing(fields) is { } missing)
        {
            return missing;
        }

        PackageInfo package = await store.AddAsync(
            fields["artifact"], fields["revision"], name, content, fields.GetValueOrDefault("checksum"), cancellationToken);
        log.Info($"package {package.RelativePath} uploaded");
        return $"Packakge {package.Name} upload successfully!";
    }

    // The sentences are the original's.
    private static string? Missing(Dictionary<string, string> fields) =>
        string.IsNullOrEmpty(fields.GetValueOrDefault("artifact")) ? "Upload failed: Artifact should not be empty"
        : string.IsNullOrEmpty(fields.GetValueOrDefault("revision")) ? "Upload failed: Revison should not be empty"
        : null;

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxFieldBytes + 1];
        int count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count <= MaxFieldBytes ? Encoding.UTF8.GetString(buffer, 0, count).Trim() : throw new DeploymentException("a field is too long");
    }
}
