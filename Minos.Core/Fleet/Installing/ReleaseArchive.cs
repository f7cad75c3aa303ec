using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Minos.Fleet.Installing;

/// <summary>What is sent to a host: a manifest, the configuration and, when the host has not got it, the release. The release's part is made once.</summary>
internal sealed class ReleaseArchive(SupervisorRelease release)
{
    // Two blocks of zeros end an archive (POSIX, pax, "ustar Interchange Format").
    private const int EndLength = 1024;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly Lazy<(byte[] Archive, string Manifest)> _release = new(() => Make(release));

    /// <summary>The release.</summary>
    internal SupervisorRelease Release => release;

    /// <summary>Writes the archive.</summary>
    /// <param name="output">The script's stdin.</param>
    /// <param name="configuration">The text of supervisord.conf.</param>
    /// <param name="withRelease">Whether the host lacks the release.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task WriteAsync(Stream output, string configuration, bool withRelease, CancellationToken cancellationToken)
    {
        byte[] text = Encoding.UTF8.GetBytes(configuration);
        string manifest = $"{Convert.ToHexStringLower(SHA256.HashData(text))}  supervisord.conf\n{(withRelease ? _release.Value.Manifest : "")}";
        using var head = new MemoryStream();
        using (var writer = new TarWriter(head, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(Entry("manifest", new MemoryStream(Encoding.UTF8.GetBytes(manifest)), Readable));
            writer.WriteEntry(Entry("supervisord.conf", new MemoryStream(text), UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        await output.WriteAsync(head.GetBuffer().AsMemory(0, (int)head.Length - (withRelease ? EndLength : 0)), cancellationToken).ConfigureAwait(false);
        if (withRelease)
        {
            await output.WriteAsync(_release.Value.Archive, cancellationToken).ConfigureAwait(false);
        }
    }

    private static (byte[] Archive, string Manifest) Make(SupervisorRelease release)
    {
        var manifest = new StringBuilder();
        using var stream = new MemoryStream(checked((int)release.SizeBytes + (release.Files.Count + 2) * 2048));
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (ReleaseFile file in release.Files)
            {
                using FileStream content = File.OpenRead(file.Source);
                manifest.Append(Convert.ToHexStringLower(SHA256.HashData(content))).Append("  release/").Append(file.Name).Append('\n');
                content.Position = 0;
                writer.WriteEntry(Entry("release/" + file.Name, content, file.IsExecutable ? Executable : Readable));
            }
        }

        return (stream.ToArray(), manifest.ToString());
    }

    private static UstarTarEntry Entry(string name, Stream content, UnixFileMode mode) => new(TarEntryType.RegularFile, name) { DataStream = content, Mode = mode };
}
