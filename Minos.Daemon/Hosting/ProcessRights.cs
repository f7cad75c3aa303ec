using Minos.Configuration;
using Minos.Native;

namespace Minos.Daemon.Hosting;

/// <summary>Whom the daemon runs as and what it may use; set once, before anything is opened.</summary>
internal static class ProcessRights
{
    /// <exception cref="StartException">The user cannot be taken on.</exception>
    internal static void Drop(DaemonSettings daemon)
    {
        if (daemon.User is not { } user || user.UserId == Users.EffectiveId)
        {
            return;
        }

        if (!Users.IsRoot)
        {
            throw new StartException($"Can't drop privilege as nonroot user (user={user.Name}; start as root, or leave user out)");
        }

        if (Users.Become(user) is not 0 and int errno)
        {
            throw new StartException($"Could not become user {user.Name}: {Errno.Describe(errno)}");
        }
    }

    /// <exception cref="StartException">The limits are lower than asked for, and this user may not raise them.</exception>
    internal static DescriptorLimit RaiseLimits(DaemonSettings daemon)
    {
        try
        {
            ProcessLimit.Raise(daemon.MinProcs);
        }
        catch (IOException)
        {
            throw new StartException(
                $"The minimum number of available processes required to run this program is {daemon.MinProcs} as per the \"minprocs\" "
                + $"command-line argument or config file setting. The current environment will only allow you to open {ProcessLimit.Hard} "
                + "processes.  Either raise the number of usable processes in your environment or lower the minprocs setting in the config file.");
        }

        try
        {
            return DescriptorLimit.Raise(daemon.MinFds);
        }
        catch (IOException)
        {
            throw new StartException(
                $"The minimum number of file descriptors required to run this process is {daemon.MinFds} as per the \"minfds\" "
                + $"command-line argument or config file setting. The current environment will only allow you to open {DescriptorLimit.Hard} "
                + "file descriptors.  Either raise the number of usable file descriptors in your environment or lower the minfds setting in "
                + "the config file to allow the process to start.");
        }
    }
}
