using System.Text;
using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>An HTTP request: status, the headers that clients look at, and the body.</summary>
internal sealed record HttpStep(string Verb, string Path) : Step
{
    private static readonly string[] s_shownHeaders =
        ["Location", "WWW-Authenticate", "Cache-Control", "Pragma", "X-Accel-Buffering"];

    /// <summary>Instead of the case's credentials.</summary>
    public string? Authorization { get; init; }

    public string? Body { get; init; }

    public string ContentType { get; init; } = "text/xml";

    /// <summary>Whether the body is compared.</summary>
    public bool ShowsBody { get; init; } = true;

    public override string Text => $"http {Verb} {Path}{(Authorization is null ? "" : $" as {Authorization}")}{(Body is null ? "" : $" < {Body}")}";

    public override async Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Verb), new Uri(run.Fill(Path), UriKind.Relative));
        if (Body is not null)
        {
            request.Content = new StringContent(Body, Encoding.UTF8);
            request.Content.Headers.ContentType = new(ContentType);
        }

        if (Authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        }

        using HttpResponseMessage response = await run.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var text = new StringBuilder();
        text.Append($"status {(int)response.StatusCode} {response.ReasonPhrase}\n");
        // A redirection's body is for nobody. Blanks around a charset mean nothing.
        if (response.Headers.Location is null)
        {
            text.Append($"Content-Type: {response.Content.Headers.ContentType?.ToString().Replace(" ", "", StringComparison.Ordinal)}\n");
        }

        foreach (string name in s_shownHeaders)
        {
            if (response.Headers.TryGetValues(name, out IEnumerable<string>? values))
            {
                text.Append($"{name}: {string.Join(", ", values)}\n");
            }
        }

        return ShowsBody ? text.Append('\n').Append(await response.Content.ReadAsStringAsync(cancellation)).ToString() : text.ToString();
    }
}
