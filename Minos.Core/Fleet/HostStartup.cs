namespace Minos.Fleet;

/// <summary>What starts a supervisor when its host has started.</summary>
public enum HostStartup
{
    /// <summary>What is there stays as it is.</summary>
    Unchanged,

    /// <summary>A line <c>@reboot</c> in the user's crontab (man 5 crontab).</summary>
    Cron,

    /// <summary>A unit of systemd; needs root.</summary>
    Systemd,
}
