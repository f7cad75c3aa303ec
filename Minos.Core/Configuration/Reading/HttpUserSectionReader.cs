using Minos.Configuration.Ini;
using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>Reads the <c>[http_user:name]</c> sections.</summary>
internal static class HttpUserSectionReader
{
    private const string Prefix = "http_user:";

    public static ValueList<HttpUser> Read(ReadContext context) =>
        ValueList.From(context.SectionsOf(Prefix).Select(s => Read(context, s)).OfType<HttpUser>());

    private static HttpUser? Read(ReadContext context, IniSection section)
    {
        var reader = new SectionReader(context, section, context.Names);
        string name = section.Name[Prefix.Length..];
        if (name.Length == 0 || name.Contains(':', StringComparison.Ordinal))
        {
            reader.Fail($"section [{section.Name}] has no name that a user can have", null, "[http_user:name], with a name without a colon");
        }

        if (string.IsNullOrEmpty(reader.Raw("password")))
        {
            reader.Fail($"section [{section.Name}] has no password", "password", $"password= with {PasswordValue.Allowed}");
        }

        string password = reader.Value("password", "", PasswordValue.Check, PasswordValue.Allowed);
        HttpRole role = reader.Value("role", HttpRole.Read, ParseRole, "read, operate or admin");
        return reader.Failed ? null : new HttpUser(name, password, role);
    }

    private static HttpRole ParseRole(string text) => text switch
    {
        "read" => HttpRole.Read,
        "operate" => HttpRole.Operate,
        "admin" => HttpRole.Admin,
        _ => throw new InvalidValueException($"not a role: {PythonText.Repr(text)}"),
    };
}
