using System.Net;
using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>
/// Keeps other web sites' pages in an operator's browser from using this server: a browser sends its credentials, or stands behind the
/// firewall, for whoever asks it to. Clients that are no browsers are not affected.
/// </summary>
internal static class RequestGuard
{
    /// <summary>Why a request is refused; null when it is not.</summary>
    public static string? Refuse(HttpRequest request, HttpServerSettings server)
    {
        if (IsBrowser(request) && server is InetHttpServerSettings inet && string.IsNullOrEmpty(inet.UserName) && !IsOwnName(request.Host.Host, inet))
        {
            return $"This server has no password and is not known as {request.Host.Host}, a name that another web site may have pointed "
                + $"here. Use the machine's address, or add allowed_hosts={request.Host.Host} to section [{inet.Section}].";
        }

        return IsFromElsewhere(request)
            ? "The request comes from a page of another web site. Behind a proxy, have it pass the Host header on."
            : null;
    }

    // Programs call this server by whatever name finds it. Every browser says one of these, and no page can keep it from doing so.
    private static bool IsBrowser(HttpRequest request) =>
        request.Headers.AcceptLanguage.Count > 0 || request.Headers.Origin.Count > 0 || request.Headers.ContainsKey("Sec-Fetch-Site");

    // DNS rebinding: a name that a stranger owns resolves to this machine, and his page's requests are same-origin then. He owns no
    // address, and no name without a dot.
    private static bool IsOwnName(string host, InetHttpServerSettings server) =>
        !host.Contains('.', StringComparison.Ordinal)
        || IPAddress.TryParse(host, out _)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(server.Host, StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || server.AllowedHosts.Any(allowed => allowed == "*" || host.Equals(allowed, StringComparison.OrdinalIgnoreCase));

    // Sec-Fetch-Site is the browser's own word and right behind every proxy, but browsers send it only to https and to this very
    // machine. Otherwise Origin and Host must agree; a page cannot make its browser send X-Forwarded-Host to another site.
    private static bool IsFromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        string? site = request.Headers["Sec-Fetch-Site"];
        if (!string.IsNullOrEmpty(site))
        {
            return site is not ("same-origin" or "none");
        }

        string? origin = request.Headers.Origin;
        return !string.IsNullOrEmpty(origin)
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? from)
                && (IsAuthority(from, request.Headers.Host) || IsAuthority(from, request.Headers["X-Forwarded-Host"])));
    }

    // The scheme is left out: a proxy may have ended TLS.
    private static bool IsAuthority(Uri origin, string? host) =>
        !string.IsNullOrEmpty(host)
        && (host.Equals(origin.Authority, StringComparison.OrdinalIgnoreCase)
            || host.Equals($"{origin.Host}:{origin.Port}", StringComparison.OrdinalIgnoreCase));
}
