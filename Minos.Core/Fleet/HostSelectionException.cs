namespace Minos.Fleet;

/// <summary>A host or a group was named that is not in the file.</summary>
/// <param name="isGroup">Whether the name is meant to be a group's.</param>
/// <param name="name">The name.</param>
/// <param name="known">A sentence about the known names.</param>
public sealed class HostSelectionException(bool isGroup, string name, string known)
    : Exception($"There is no {(isGroup ? "host group" : "host")} '{name}'{(isGroup ? "" : " in the host groups")}. {known}")
{
    /// <summary>Whether the name is meant to be a group's; else it is meant to be a host's.</summary>
    public bool IsGroup => isGroup;

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>The known name that is nearest, or the first known names.</summary>
    public string Known => known;
}
