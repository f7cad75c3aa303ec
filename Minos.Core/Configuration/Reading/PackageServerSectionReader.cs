using Minos.Configuration.Ini;
using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>Reads the <c>[package_server]</c> section.</summary>
internal static class PackageServerSectionReader
{
    private const long DefaultMaxUploadBytes = 16L << 30;

    /// <summary>Reads it; null when there is none, or it is wrong.</summary>
    public static PackageServerSettings? Read(ReadContext context)
    {
        if (context.Document.Find("package_server") is not IniSection section)
        {
            return null;
        }

        var reader = new SectionReader(context, section, context.NamesWithHere);
        string? root = reader.Value<string?>("root", null, text => PathValue.Normalize(text, context.Environment, context.Source.Here), "a directory; it is made when it is missing");
        long maxUpload = reader.Value("max_upload_bytes", DefaultMaxUploadBytes, ByteSizeValue.Parse, "a size such as 500MB or 16GB");
        if (root is null && !reader.Failed)
        {
            reader.Fail("section [package_server] does not specify a root", "root", "root=DIRECTORY, where the packages are kept");
        }

        return root is null || reader.Failed ? null : new PackageServerSettings(root, maxUpload);
    }
}
