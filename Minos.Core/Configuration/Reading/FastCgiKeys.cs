using Minos.Configuration.Values;
using Minos.Native;

namespace Minos.Configuration.Reading;

/// <summary>Reads what an <c>[fcgi-program:x]</c> section has beside a program's keys.</summary>
internal static class FastCgiKeys
{
    private const string SocketAllowed = "tcp://host:port or unix:///absolute/path";

    /// <summary>Reads a group without its processes.</summary>
    public static FastCgiGroupSettings Read(SectionReader reader, string name, int priority)
    {
        UserIdentity? user = reader.Value<UserIdentity?>("user", null, reader.Context.FindUser, UserValue.Allowed);
        int? backlog = reader.Value<int?>("socket_backlog", null, text => IntegerValue.ParseInt32(text), IntegerValue.Allowed);
        if (backlog is < 1 or > 65535)
        {
            reader.Fail($"Invalid socket_backlog value {backlog}", "socket_backlog", "a whole number from 1 to 65535");
        }

        SocketOwner? owner = reader.Value<SocketOwner?>(
            "socket_owner", null, text => HttpServerSectionReader.Rename(text, UserValue.ParseOwner, "Invalid socket_owner value "),
            UserValue.OwnerAllowed);
        int? mode = reader.Value<int?>(
            "socket_mode", null, text => HttpServerSectionReader.Rename(text, OctalValue.Parse, "Invalid socket_mode value "),
            OctalValue.Allowed);

        reader.Names = reader.Names.With(("program_name", name));
        string? socket = reader.Text("socket");
        if (string.IsNullOrEmpty(socket) && (socket is not null || reader.Raw("socket") is null))
        {
            reader.Fail($"[{reader.Section.Name}] section requires a \"socket\" line", "socket", $"socket={SocketAllowed}");
        }

        bool hasOwnerOrMode = owner is not null || mode is not null;
        string url = string.IsNullOrEmpty(socket)
            ? ""
            : reader.Parse("socket", socket, "", text => ParseSocket(reader, text, hasOwnerOrMode), SocketAllowed);
        return new FastCgiGroupSettings
        {
            Name = name,
            Priority = priority,
            Socket = url,
            Backlog = backlog,
            Owner = owner ?? DefaultOwner(url, user),
            Mode = mode,
        };
    }

    // Supervisor's sentences show some errors as Python shows a tuple.
    private static string ParseSocket(SectionReader reader, string text, bool hasOwnerOrMode)
    {
        string suffix = $" in [{reader.Section.Name}] socket";
        if (text.StartsWith("unix://", StringComparison.Ordinal))
        {
            string path = text["unix://".Length..];
            return path is ['/', ..]
                ? "unix://" + PathValue.Normalize(path, reader.Context.Environment)
                : throw new InvalidValueException($"('Unix socket path %s is not an absolute path', {PythonText.Repr(path)}){suffix}");
        }

        if (hasOwnerOrMode)
        {
            throw new InvalidValueException("socket_owner and socket_mode params should only be used with a Unix domain socket" + suffix);
        }

        string address = text.StartsWith("tcp://", StringComparison.Ordinal) ? text["tcp://".Length..] : "";
        int colon = address.IndexOf(':', StringComparison.Ordinal);
        string port = address[(colon + 1)..];
        if (colon < 1 || port.Length == 0 || address.AsSpan(0, colon).ToArray().Any(PythonText.IsSpace) || !port.All(char.IsAsciiDigit))
        {
            throw new InvalidValueException($"('Bad socket format %s', {PythonText.Repr(text)}){suffix}");
        }

        try
        {
            return $"tcp://{address[..colon].ToLowerInvariant()}:{InetAddressValue.Port(port)}";
        }
        catch (InvalidValueException e)
        {
            throw new InvalidValueException(e.Message + suffix);
        }
    }

    private static SocketOwner? DefaultOwner(string url, UserIdentity? user) =>
        user is not null && user.UserId != UserDatabase.CurrentUserId && url.StartsWith("unix://", StringComparison.Ordinal)
            ? new SocketOwner(user.UserId, user.GroupId)
            : null;
}
