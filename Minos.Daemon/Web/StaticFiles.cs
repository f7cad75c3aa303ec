using System.Reflection;
using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary>The files of the web page, out of the executable itself.</summary>
public sealed class StaticFiles : IRequestHandler
{
    private const string ResourcePrefix = "assets/";

    private readonly Dictionary<string, string> _contentTypes;
    private readonly HashSet<string> _directories;

    /// <summary>Lists the embedded files; their contents stay in the executable until they are asked for.</summary>
    public StaticFiles()
    {
        string[] paths =
        [
            .. typeof(StaticFiles).Assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal))
                .Select(n => n[(ResourcePrefix.Length - 1)..]),
        ];
        _contentTypes = paths.ToDictionary(p => p, ContentType);
        _directories = paths.Select(p => p[..p.LastIndexOf('/')]).Where(d => d.Length > 0).ToHashSet();
    }

    /// <inheritdoc/>
    public bool Matches(string path) => _contentTypes.ContainsKey(path) || _directories.Contains(path);

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        string method = context.Request.Method;
        if (!HttpMethods.IsHead(method) && !HttpMethods.IsGet(method))
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        if (!_contentTypes.TryGetValue(path, out string? contentType))
        {
            // Relative, so that it is right behind a proxy too; there is no listing at the end of it.
            context.Response.Headers.Location = $"{path}/";
            await ErrorPage.WriteAsync(context, StatusCodes.Status301MovedPermanently);
            return;
        }

        byte[] content = await ReadAsync(path, context.RequestAborted);
        WebPage.Protect(context.Response);
        string tag = $"\"{Fingerprint(content):x16}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = contentType;
        await WholeContent.SendAsync(context, content);
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        Assembly assembly = typeof(StaticFiles).Assembly;
        await using Stream resource = assembly.GetManifestResourceStream(ResourcePrefix + path[1..])
            ?? throw new FileNotFoundException(path);
        byte[] content = new byte[resource.Length];
        await resource.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    private static string ContentType(string path) => Path.GetExtension(path) switch
    {
        ".css" => "text/css;charset=utf-8",
        ".js" => "text/javascript;charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".gif" => "image/gif",
        _ => "application/octet-stream",
    };

    // FNV-1a: tells two builds apart. A cryptographic hash would load OpenSSL for it, 4 MB.
    private static ulong Fingerprint(ReadOnlySpan<byte> content)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in content)
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return hash;
    }
}
