using Minos.Daemon.Web;
using Minos.Deployment;

namespace Minos.Daemon.Packages;

/// <summary>The package server's pages.</summary>
internal static class PackagePages
{
    public static HtmlBuilder List(DaemonIdentity identity, IReadOnlyList<PackageInfo> packages)
    {
        HtmlBuilder html = Begin(identity);
        html.AppendMarkup("<p><a href=\"../upload_package/\">Upload a package</a></p>\n<table>\n<thead><tr><th>ID</th><th>Package Name</th><th>Revision No.</th><th>Timestamp</th><th>Checksum</th><th>Download</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < packages.Count; i++)
        {
            PackageInfo p = packages[i];
            html.Append($"<tr><td>{packages.Count - i}</td><td>{p.Artifact}/{p.Name}</td><td>{p.Revision}</td><td>{p.Timestamp}</td><td>{p.Checksum}</td><td><a href=\"../packages/{p.RelativePath}\">{p.Name}</a></td></tr>\n");
        }

        html.AppendMarkup("</tbody>\n</table>\n</main>\n</body>\n</html>\n");
        return html;
    }

    public static HtmlBuilder UploadForm(DaemonIdentity identity) => Begin(identity).AppendMarkup("""
        <form method="post" enctype="multipart/form-data">
        <p><label>Artifact <input name="artifact" required></label></p>
        <p><label>Revision <input name="revision" required></label></p>
        <p><label>SHA-1, if it is to be checked <input name="checksum"></label></p>
        <p><label>File <input type="file" name="file" required></label></p>
        <p><button>Upload</button></p>
        </form>
        </main>
        </body>
        </html>

        """);

    private static HtmlBuilder Begin(DaemonIdentity identity) => new HtmlBuilder().Append($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Packages of {identity.Identifier}</title>
        <link rel="stylesheet" href="../stylesheets/supervisor.css">
        </head>
        <body>
        <main>
        <h1>Packages</h1>

        """);
}
