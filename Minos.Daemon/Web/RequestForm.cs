using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Minos.Daemon.Web;

/// <summary>The parameters of a request: those of the query, of which the first counts, and over them those of a form's body, of which the
/// last counts; that is how Supervisor reads them.</summary>
public sealed class RequestForm
{
    private const int MaxBodyBytes = 1024 * 1024;

    private readonly Dictionary<string, StringValues> _query;
    private readonly Dictionary<string, StringValues> _body;

    private RequestForm(string? query, string body)
    {
        _query = QueryHelpers.ParseQuery(query);
        _body = QueryHelpers.ParseQuery(body);
    }

    /// <summary>The value of a parameter; null when it is missing or empty.</summary>
    public string? this[string name] =>
        _body.TryGetValue(name, out StringValues last) && !string.IsNullOrEmpty(last[^1]) ? last[^1]
        : _query.TryGetValue(name, out StringValues first) && !string.IsNullOrEmpty(first[0]) ? first[0]
        : null;

    /// <summary>Every value that the body has for a parameter.</summary>
    public IReadOnlyList<string> All(string name) =>
        _body.TryGetValue(name, out StringValues values) ? [.. values.OfType<string>().Where(static v => v.Length > 0)] : [];

    /// <summary>Reads it.</summary>
    /// <exception cref="BadHttpRequestException">The body is too large for a form.</exception>
    public static async Task<RequestForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        bool isForm = HttpMethods.IsPost(request.Method)
            && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        return new RequestForm(request.QueryString.Value, isForm ? await ReadBodyAsync(request, cancellationToken) : "");
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[4096];
        int count;
        while ((count = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > MaxBodyBytes)
            {
                throw new BadHttpRequestException("The form is too large", StatusCodes.Status413PayloadTooLarge);
            }
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
