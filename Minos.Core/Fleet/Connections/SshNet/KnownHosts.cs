using System.Buffers.Binary;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using Renci.SshNet.Security;

namespace Minos.Fleet.Connections.SshNet;

/// <summary>What is known of a host's key.</summary>
internal enum KnownHostVerdict
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>It is the one.</summary>
    Same,

    /// <summary>It is another, or one that has been revoked.</summary>
    Other,
}

/// <summary>The keys of one host in OpenSSH's file of known hosts (man 8 sshd, SSH_KNOWN_HOSTS FILE FORMAT). Certificate authorities are left out.</summary>
internal sealed class KnownHosts
{
    private const string HashedName = "|1|";

    private readonly string _path;
    private readonly string _name;
    private readonly List<(byte[] Key, bool IsRevoked)> _keys = [];

    /// <summary>Reads the file; one that is not there knows nobody.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The host as <see cref="SshErrors.KnownName"/> has it.</param>
    /// <exception cref="HostException">It cannot be read.</exception>
    internal KnownHosts(string path, string name)
    {
        _path = path;
        _name = name;
        try
        {
            if (File.Exists(path))
            {
                foreach (string line in File.ReadLines(path))
                {
                    Read(line);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostPhase.HostKey, $"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Compares.</summary>
    internal KnownHostVerdict Look(byte[] key)
    {
        if (_keys.Exists(known => known.IsRevoked && known.Key.AsSpan().SequenceEqual(key)))
        {
            return KnownHostVerdict.Other;
        }

        List<byte[]> valid = [.. _keys.Where(static known => !known.IsRevoked).Select(static known => known.Key)];
        return valid.Exists(known => known.AsSpan().SequenceEqual(key)) ? KnownHostVerdict.Same
            : valid.Count > 0 ? KnownHostVerdict.Other
            : KnownHostVerdict.Unknown;
    }

    /// <summary>Notes a new key.</summary>
    /// <exception cref="HostException">It cannot be written.</exception>
    internal void Add(byte[] key)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            File.AppendAllText(_path, $"{_name} {TypeOf(key)} {Convert.ToBase64String(key)}\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostPhase.HostKey, $"the host's key cannot be noted in {_path}: {exception.Message}", exception);
        }
    }

    /// <summary>Leaves only the kinds of keys that are known, as OpenSSH's client prefers them: a host has one of each kind.</summary>
    internal void Prefer(IDictionary<string, Func<byte[], KeyHostAlgorithm>> algorithms)
    {
        string[] types = [.. _keys.Where(static known => !known.IsRevoked).Select(static known => TypeOf(known.Key))];
        if (types.Length == 0)
        {
            return;
        }

        foreach (string algorithm in algorithms.Keys.ToArray())
        {
            string type = algorithm.StartsWith("rsa-sha2-", StringComparison.Ordinal) ? "ssh-rsa" : algorithm;
            if (!types.Contains(type))
            {
                _ = algorithms.Remove(algorithm);
            }
        }
    }

    private void Read(string line)
    {
        string[] words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words is [['#', ..], ..] or ["@cert-authority", ..])
        {
            return;
        }

        bool isRevoked = words is ["@revoked", ..];
        if ((isRevoked ? words[1..] : words) is [var names, _, var key, ..] && IsNamed(names))
        {
            byte[] bytes = new byte[key.Length];
            if (Convert.TryFromBase64String(key, bytes, out int length) && length > sizeof(int))
            {
                _keys.Add((bytes[..length], isRevoked));
            }
        }
    }

    private bool IsNamed(string names)
    {
        if (names.StartsWith(HashedName, StringComparison.Ordinal))
        {
            string[] parts = names[HashedName.Length..].Split('|');
            byte[] salt = new byte[64];
            return parts.Length == 2 && Convert.TryFromBase64String(parts[0], salt, out int length)
#pragma warning disable CA5350 // The file's own format; it hides names, and vouches for nothing.
                && Convert.ToBase64String(HMACSHA1.HashData(salt.AsSpan(0, length), Encoding.UTF8.GetBytes(_name))) == parts[1];
#pragma warning restore CA5350
        }

        bool isNamed = false;
        foreach (string name in names.Split(','))
        {
            bool isNegated = name.StartsWith('!');
            if (FileSystemName.MatchesSimpleExpression(name.AsSpan(isNegated ? 1 : 0), _name))
            {
                if (isNegated)
                {
                    return false;
                }

                isNamed = true;
            }
        }

        return isNamed;
    }

    /// <summary>A key begins with the name of its kind (RFC 4253, 6.6).</summary>
    private static string TypeOf(byte[] key)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(key);
        return length >= 0 && length <= key.Length - sizeof(int) ? Encoding.ASCII.GetString(key, sizeof(int), length) : "";
    }
}
