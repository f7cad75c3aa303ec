namespace Minos.Configuration;

/// <summary>A <c>[http_user:name]</c> section: one who may use every server that asks for a password.</summary>
/// <param name="Name">The name; no colon.</param>
/// <param name="Password">As <see cref="HttpServerSettings.Password"/>.</param>
/// <param name="Role">What he may do.</param>
public sealed record HttpUser(string Name, string Password, HttpRole Role)
{
    /// <summary>Without the password, so that no log has it.</summary>
    public override string ToString() => $"{Name} ({Role})";
}
