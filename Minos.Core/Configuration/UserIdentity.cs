namespace Minos.Configuration;

/// <summary>A user of this machine.</summary>
/// <param name="Name">Login name.</param>
/// <param name="UserId">uid.</param>
/// <param name="GroupId">Primary gid.</param>
/// <param name="HomeDirectory">Home directory.</param>
public sealed record UserIdentity(string Name, uint UserId, uint GroupId, string HomeDirectory);

/// <summary>Owner of a socket file: <c>user</c> or <c>user:group</c> (spec 01 section 4.14).</summary>
/// <param name="UserId">uid; -1 leaves it unchanged.</param>
/// <param name="GroupId">gid; -1 leaves it unchanged.</param>
public sealed record SocketOwner(long UserId, long GroupId);
