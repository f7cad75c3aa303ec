using System.Net;
using Minos.Configuration.Ini;
using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>Reads the <c>[inet_http_server]</c> and <c>[unix_http_server]</c> sections.</summary>
internal static class HttpServerSectionReader
{
    private const int DefaultMode = 0x1C0; // 0700

    /// <summary>Reads every section, inet servers first; wrong ones are left out.</summary>
    public static ValueList<HttpServerSettings> Read(ReadContext context)
    {
        ValueList<HttpUser> users = HttpUserSectionReader.Read(context);
        IEnumerable<HttpServerSettings?> servers =
        [
            .. context.SectionsOf("inet_http_server").Select(s => ReadInet(context, s)),
            .. context.SectionsOf("unix_http_server").Select(s => ReadUnix(context, s)),
        ];
        return ValueList.From(servers.OfType<HttpServerSettings>().Select(s => s with { Users = users }));
    }

    private static InetHttpServerSettings? ReadInet(ReadContext context, IniSection section)
    {
        var reader = new SectionReader(context, section, context.NamesWithHere);
        TlsSettings? tls = ReadTls(reader, context.Environment);
        reader.Names = context.Names;
        (string? userName, string? password) = ReadCredentials(reader);
        if (reader.Raw("port") is null)
        {
            reader.Fail($"section [{section.Name}] has no port value", "port", $"port= with {InetAddressValue.Allowed}");
        }

        (string host, int port) = reader.Value("port", ("", 0), InetAddressValue.Parse, InetAddressValue.Allowed);
        bool allowInsecure = reader.Value("allow_insecure", false, BooleanValue.Parse, BooleanValue.Allowed);
        bool allowGetActions = ReadAllowGetActions(reader);
        ValueList<string> allowedHosts = reader.Value("allowed_hosts", [], ParseHosts, "a comma-separated list of host names without ports, or *");
        if (!reader.Failed && !allowInsecure && string.IsNullOrEmpty(userName) && !IsLoopback(host))
        {
            reader.Fail(
                $"section [{section.Name}] listens on more than this machine without a password, so anyone who reaches the port could run programs here",
                "port",
                "port=127.0.0.1:... , or username= and password=, or allow_insecure=true");
        }

        return reader.Failed ? null : new InetHttpServerSettings
        {
            Section = section.Name,
            UserName = userName,
            Password = password,
            Host = host,
            Port = port,
            AllowInsecure = allowInsecure,
            AllowGetActions = allowGetActions,
            AllowedHosts = allowedHosts,
            Tls = tls,
        };
    }

    private static UnixHttpServerSettings? ReadUnix(ReadContext context, IniSection section)
    {
        var reader = new SectionReader(context, section, context.NamesWithHere);
        if (reader.Raw("file") is null)
        {
            reader.Fail($"section [{section.Name}] has no file value", "file", "file= with the path of the socket");
        }

        string path = reader.Value(
            "file", "", text => PathValue.Normalize(PythonText.Strip(text), context.Environment), "the path of the socket");
        reader.Names = context.Names;
        (string? userName, string? password) = ReadCredentials(reader);
        SocketOwner? owner = reader.Value<SocketOwner?>(
            "chown", null, text => Rename(text, UserValue.ParseOwner, "Invalid sockchown value "), UserValue.OwnerAllowed);
        int mode = reader.Value("chmod", DefaultMode, text => Rename(text, OctalValue.Parse, "Invalid chmod value "), OctalValue.Allowed);
        bool allowGetActions = ReadAllowGetActions(reader);
        ValueList<int> allowedUsers = reader.Value("allowed_users", [], ParseUsers, "a comma-separated list of users or uids of this machine");
        return reader.Failed ? null : new UnixHttpServerSettings
        {
            Section = section.Name,
            UserName = userName,
            Password = password,
            Path = path,
            Owner = owner,
            Mode = mode,
            AllowedUserIds = allowedUsers,
            AllowGetActions = allowGetActions,
        };
    }

    /// <summary>Parses with another sentence for failures.</summary>
    internal static T Rename<T>(string text, Func<string, T> parse, string message)
    {
        try
        {
            return parse(text);
        }
        catch (InvalidValueException)
        {
            throw new InvalidValueException(message + text);
        }
    }

    private static (string? UserName, string? Password) ReadCredentials(SectionReader reader)
    {
        string? userName = reader.Text("username");
        string? password = reader.Value<string?>("password", null, PasswordValue.Check, PasswordValue.Allowed);
        if (!reader.Failed && userName is null != password is null)
        {
            reader.Fail(
                $"Section [{reader.Section.Name}] contains incomplete authentication: If a username or a password is specified, "
                + "both the username and password must be specified",
                userName is null ? "username" : "password",
                "both username= and password=");
        }

        return (userName, password);
    }

    private static TlsSettings? ReadTls(SectionReader reader, ConfigurationEnvironment environment)
    {
        string Parse(string text) => PathValue.Normalize(PythonText.Strip(text), environment);
        string? certificate = reader.Value<string?>("tls_certificate", null, Parse, "the path of a PEM file");
        string? key = reader.Value("tls_key", certificate, Parse, "the path of a PEM file");
        bool selfSigned = reader.Value("tls_self_signed", false, BooleanValue.Parse, BooleanValue.Allowed);
        if (certificate is null && (key is not null || selfSigned))
        {
            reader.Fail(
                $"section [{reader.Section.Name}] has no tls_certificate value", selfSigned ? "tls_self_signed" : "tls_key",
                "tls_certificate= with the path of a PEM file");
        }

        if (certificate is null)
        {
            return null;
        }

        // A restart stops every process before it finds that out.
        if (!selfSigned)
        {
            FailUnlessThere(reader, "tls_certificate", certificate);
            FailUnlessThere(reader, "tls_key", key!);
        }

        return new TlsSettings(certificate, key!, selfSigned);
    }

    private static void FailUnlessThere(SectionReader reader, string key, string path)
    {
        if (!File.Exists(path) && reader.Raw(key) is not null)
        {
            reader.Fail($"there is no file {path}", key, "the path of a PEM file; tls_self_signed=true makes one");
        }
    }

    private static ValueList<int> ParseUsers(string text) =>
        ValueList.From(ListValue.Strings(text).Where(static u => u.Length > 0).Select(static u => checked((int)UserValue.Parse(u).UserId)));

    private static bool ReadAllowGetActions(SectionReader reader) =>
        reader.Value("allow_get_actions", false, BooleanValue.Parse, BooleanValue.Allowed);

    private static ValueList<string> ParseHosts(string text) =>
        ValueList.From(ListValue.Strings(text).Where(static h => h.Length > 0).Select(static h => h.ToLowerInvariant()));

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
