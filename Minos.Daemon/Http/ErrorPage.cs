using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace Minos.Daemon.Http;

/// <summary>The page of an error, in the form that Supervisor's clients have always met.</summary>
public static class ErrorPage
{
    /// <summary>Answers with the page; nothing may have been sent before.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="explanation">A further sentence, as plain text.</param>
    public static Task WriteAsync(HttpContext context, int status, string? explanation = null)
    {
        byte[] body = Encoding.ASCII.GetBytes(
            "<head>\r\n<title>Error response</title>\r\n</head>\r\n<body>\r\n<h1>Error response</h1>\r\n"
            + $"<p>Error code {status}.\r\n<p>Message: {ReasonPhrases.GetReasonPhrase(status)}.\r\n"
            + (explanation is null ? "" : $"<p>{HtmlEncoder.Default.Encode(explanation)}\r\n") + "</body>\r\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        return WholeContent.SendAsync(context, body);
    }

    /// <summary>Answers a request that no handler matches: status 404, or 400 for verbs that Supervisor's files do not know.</summary>
    public static Task WriteUnmatchedAsync(HttpContext context) => WriteAsync(
        context,
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? StatusCodes.Status404NotFound
            : StatusCodes.Status400BadRequest);
}
