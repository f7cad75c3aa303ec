namespace Minos.Daemon.Http;

/// <summary>What every answer tells browsers; pages allow themselves more (<see cref="Web.WebPage.Protect"/>).</summary>
internal static class SecurityHeaders
{
    /// <summary>A program chooses what is in its log, and a client what is in an error: neither is ever run, framed, or taken for another type than it is sent as.</summary>
    private const string ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Sets them; what is sent by a handler may replace them.</summary>
    public static void Set(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.Server = "Minos";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
