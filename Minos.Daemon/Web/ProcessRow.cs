namespace Minos.Daemon.Web;

/// <summary>One process on the status page.</summary>
/// <param name="Group">Its process group.</param>
/// <param name="Name">Its name within the group.</param>
/// <param name="State">The state's name, e.g. <c>RUNNING</c>.</param>
/// <param name="Description">What Supervisor's clients show beside the state, e.g. <c>pid 12, uptime 0:01:02</c>.</param>
public sealed record ProcessRow(string Group, string Name, string State, string Description)
{
    /// <summary><c>name</c> when the process is its group's namesake, else <c>group:name</c>.</summary>
    public string Namespec => Group == Name ? Name : $"{Group}:{Name}";
}
