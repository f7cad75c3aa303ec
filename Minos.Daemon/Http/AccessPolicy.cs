using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>Which role a request needs. What is not known needs the highest.</summary>
internal static class AccessPolicy
{
    private static readonly string[] s_read = ["system.", "supervisor.get", "supervisor.read", "supervisor.tail"];
    private static readonly string[] s_operate = ["supervisor.start", "supervisor.stop", "supervisor.signal", "supervisor.send", "supervisor.clear"];

    /// <summary>Why a request is refused; null when it is not. Calls and actions are looked at by those who read them.</summary>
    public static string? Refuse(string method, string path, HttpRole role) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || path.StartsWith("/RPC2", StringComparison.Ordinal) ? null
        : HttpMethods.IsPost(method) ? RefuseFor(HttpRole.Operate, role)
        : RefuseFor(HttpRole.Admin, role);

    /// <summary>Why a call of XML-RPC is refused; null when it is not.</summary>
    public static string? RefuseCall(string method, HttpRole role) => RefuseFor(
        IsOf(s_read, method) ? HttpRole.Read : IsOf(s_operate, method) ? HttpRole.Operate : HttpRole.Admin,
        role);

    /// <summary>The sentence of a refusal.</summary>
    public static string Needs(HttpRole role) => $"this needs the role {(role == HttpRole.Admin ? "admin" : "operate")} (role= of the user's section [http_user:name])";

    private static string? RefuseFor(HttpRole needed, HttpRole role) => role >= needed ? null : Needs(needed);

    private static bool IsOf(string[] prefixes, string method) => Array.Exists(prefixes, p => method.StartsWith(p, StringComparison.Ordinal));
}
