namespace Minos.Native;

/// <summary>The user that this process runs as.</summary>
public static class Users
{
    /// <summary>Whether it is root.</summary>
    public static bool IsRoot => Libc.GetEffectiveUserId() == 0;

    /// <summary>The effective uid.</summary>
    public static uint EffectiveId => Libc.GetEffectiveUserId();

    /// <summary>Becomes another user, every thread of the process, for good: groups first, then gid, then uid.</summary>
    /// <returns>0, or the error number; EPERM also when the way back is open.</returns>
    public static int Become(Configuration.UserIdentity user) => Become(user.Name, user.UserId, user.GroupId);

    /// <inheritdoc cref="Become(Configuration.UserIdentity)"/>
    internal static int Become(string name, uint userId, uint groupId)
    {
        if (Libc.InitGroups(name, groupId) != 0 || Libc.SetGroupId(groupId) != 0 || Libc.SetUserId(userId) != 0)
        {
            return Errno.Last;
        }

        // The kernel takes root's capabilities away with its uid, unless the securebits say otherwise (man 7 capabilities, SECBIT_NO_SETUID_FIXUP).
        // Whoever can be root again has not become that user.
        return userId != 0 && Libc.SetUserId(0) == 0 ? Errno.EPERM : 0;
    }
}
