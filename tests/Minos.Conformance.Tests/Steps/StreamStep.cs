using System.Text;
using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>A log that is followed over HTTP until it has shown a text.</summary>
/// <param name="Path">Of the stream.</param>
/// <param name="Ending">The text at which it is enough.</param>
/// <param name="Appended">A file to add to once the stream has begun, and what; null to add nothing.</param>
internal sealed record StreamStep(string Path, string Ending, (string Name, string Text)? Appended = null) : Step
{
    public override string Text => $"stream {Path}";

    public override async Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Path, UriKind.Relative));
        using HttpResponseMessage response = await run.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var text = new StringBuilder();
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[4096];
        bool isAppended = false;
        while (!text.ToString().Contains(Ending, StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, cancellation);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            if (Appended is { } more && !isAppended)
            {
                isAppended = true;
                await File.AppendAllTextAsync(run.PathOf(more.Name), more.Text, cancellation);
            }
        }

        string contentType = response.Content.Headers.ContentType?.ToString().Replace(" ", "", StringComparison.Ordinal) ?? "";
        return $"status {(int)response.StatusCode}, {contentType}, chunked {response.Headers.TransferEncodingChunked}\n{text}";
    }
}
