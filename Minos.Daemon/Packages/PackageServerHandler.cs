using Minos.Configuration;
using Minos.Daemon.Http;
using Minos.Daemon.Web;
using Minos.Deployment;
using Minos.Logs;

namespace Minos.Daemon.Packages;

/// <summary>The package server: the URLs of the original's (Tank), and <c>/packages.json</c>.</summary>
/// <param name="settings">Where the packages are.</param>
/// <param name="source">Whose pages they are.</param>
/// <param name="log">Takes a line an upload and removal.</param>
internal sealed class PackageServerHandler(PackageServerSettings settings, IProcessSource source, ISupervisorLog log) : IRequestHandler
{
    internal const string NotFound = "Package Not Found";
    private const string FilesPrefix = "/packages/";
    private const string ListPrefix = "/package_list/";

    private readonly PackageStore _store = new(settings.Root);

    public bool Matches(string path) => path is "/upload_package/" or "/check_package/" or "/get_latest_package_info/" or "/packages.json" or "/package_list"
        || path.StartsWith(FilesPrefix, StringComparison.Ordinal)
        || (path.StartsWith(ListPrefix, StringComparison.Ordinal) && path.AsSpan(ListPrefix.Length).IndexOfAnyExceptInRange('0', '9') < 0);

    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        string method = context.Request.Method;
        bool isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        if (path == "/upload_package/" && HttpMethods.IsPost(method))
        {
            await new PackageUpload(_store, settings.MaxUploadBytes, log).ReceiveAsync(context);
        }
        else if (path.StartsWith(FilesPrefix, StringComparison.Ordinal) && (isRead || HttpMethods.IsDelete(method)))
        {
            await AnswerFileAsync(context, path[FilesPrefix.Length..].TrimEnd('/'), isRead);
        }
        else if (!isRead)
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
        }
        else
        {
            await AnswerQueryAsync(context, path);
        }
    }

    private async Task AnswerQueryAsync(HttpContext context, string path)
    {
        string artifact = context.Request.Query["artifact"].ToString();
        switch (path)
        {
            case "/upload_package/":
                await WebPage.SendAsync(context, PackagePages.UploadForm(source.Identity));
                break;
            case "/check_package/":
                string checksum = context.Request.Query["checksum"].ToString();
                await AnswerTextAsync(context, await Task.Run(() => _store.Find(artifact, checksum)));
                break;
            case "/get_latest_package_info/":
                string name = context.Request.Query["package_name"].ToString();
                await AnswerTextAsync(context, await Task.Run(() => _store.FindLatest(artifact, name)));
                break;
            case "/packages.json":
                context.Response.ContentType = "application/json";
                await WriteAsync(context, PackageList.ToJson(await Task.Run(() => _store.List(artifact.Length == 0 ? null : artifact))));
                break;
            default:
                await WebPage.SendAsync(context, PackagePages.List(source.Identity, await Task.Run(() => _store.List())));
                break;
        }
    }

    private async Task AnswerFileAsync(HttpContext context, string path, bool isRead)
    {
        PackageInfo? package = path.Split('/') is [var artifact, var version, var name] && version.LastIndexOf('-') is > 0
            ? _store.List(artifact).FirstOrDefault(p => p.Version == version && p.Name == name)
            : null;
        if (package is null || _store.FindFile(package) is not { } file)
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status404NotFound);
        }
        else if (isRead)
        {
            await PackageFile.SendAsync(context, package, file);
        }
        else
        {
            await Task.Run(() => _store.Remove(package));
            log.Info($"package {package.RelativePath} removed");
            await WriteAsync(context, "OK"u8.ToArray());
        }
    }

    private static Task AnswerTextAsync(HttpContext context, PackageInfo? package)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return WriteAsync(context, System.Text.Encoding.UTF8.GetBytes(package?.ToText() ?? NotFound));
    }

    private static Task WriteAsync(HttpContext context, byte[] body)
    {
        WebPage.Protect(context.Response);
        return WholeContent.SendAsync(context, body);
    }
}
