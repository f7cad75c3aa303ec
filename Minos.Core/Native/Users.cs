namespace Minos.Native;

/// <summary>The user that this process runs as.</summary>
public static class Users
{
    /// <summary>Whether it is root.</summary>
    public static bool IsRoot => Libc.GetEffectiveUserId() == 0;

    /// <summary>The effective uid.</summary>
    public static uint EffectiveId => Libc.GetEffectiveUserId();

    /// <summary>Becomes another user, every thread of the process, for good: groups first, then gid, then uid.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Become(Configuration.UserIdentity user) =>
        Libc.InitGroups(user.Name, user.GroupId) == 0 && Libc.SetGroupId(user.GroupId) == 0 && Libc.SetUserId(user.UserId) == 0
            ? 0
            : Errno.Last;
}
