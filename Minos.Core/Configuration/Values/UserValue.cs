using Minos.Native;

namespace Minos.Configuration.Values;

/// <summary>Users and groups, by name or number.</summary>
public static class UserValue
{
    /// <summary>What is allowed for a user, for people.</summary>
    public const string Allowed = "the name or number of a user of this machine";

    /// <summary>What is allowed for an owner, for people.</summary>
    public const string OwnerAllowed = "user or user:group, by name or number, of this machine";

    /// <summary>Looks a user up.</summary>
    /// <exception cref="InvalidValueException">This machine does not know it.</exception>
    public static UserIdentity Parse(string text)
    {
        if (IntegerValue.TryParse(text, 10, out long number))
        {
            return (number is >= 0 and < uint.MaxValue ? UserDatabase.FindUser((uint)number) : null)
                ?? throw new InvalidValueException($"Invalid user id {text}");
        }

        return UserDatabase.FindUser(text) ?? throw new InvalidValueException($"Invalid user name {text}");
    }

    /// <summary>Looks <c>user</c> or <c>user:group</c> up; without a group the gid stays unchanged (-1).</summary>
    /// <exception cref="InvalidValueException">This machine does not know one of them.</exception>
    public static SocketOwner ParseOwner(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        try
        {
            UserIdentity user = Parse(colon < 0 ? text : text[..colon]);
            return new SocketOwner(user.UserId, colon < 0 ? -1 : ParseGroup(text[(colon + 1)..]));
        }
        catch (InvalidValueException)
        {
            throw new InvalidValueException($"Invalid user:group definition {text}");
        }
    }

    private static long ParseGroup(string text)
    {
        if (IntegerValue.TryParse(text, 10, out long number))
        {
            return number is >= 0 and < uint.MaxValue && UserDatabase.GroupExists((uint)number)
                ? number
                : throw new InvalidValueException($"Invalid group id {text}");
        }

        return UserDatabase.FindGroup(text) ?? throw new InvalidValueException($"Invalid group name {text}");
    }
}
