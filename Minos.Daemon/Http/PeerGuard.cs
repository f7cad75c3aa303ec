using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;
using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>Which users' processes may use a unix socket, by what the kernel says about the other end (man 7 unix, SO_PEERCRED).</summary>
internal static class PeerGuard
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED: struct ucred, three 32-bit numbers: pid, uid, gid

    /// <summary>Why a request is refused; null when it is not.</summary>
    public static string? Refuse(HttpContext context, HttpServerSettings server)
    {
        if (server is not UnixHttpServerSettings { AllowedUserIds.Count: > 0 } unix)
        {
            return null;
        }

        Span<byte> credentials = stackalloc byte[12];
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket
            || socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) != credentials.Length)
        {
            return "it is not known whose process this is";
        }

        int userId = MemoryMarshal.Cast<byte, int>(credentials)[1];
        return unix.AllowedUserIds.Contains(userId) ? null : $"uid {userId} is not in allowed_users= of section [{unix.Section}]";
    }
}
