using Minos.Native;

namespace Minos.Daemon.Hosting;

/// <summary>How the daemon in the background tells the process that started it that it is up.</summary>
internal sealed class BackgroundReport
{
    /// <summary>Set for the process in the background, and removed before anything else sees it.</summary>
    internal const string Variable = "MINOSD_BACKGROUND";

    private BackgroundReport(bool isExpected) => IsExpected = isExpected;

    /// <summary>Nobody waits.</summary>
    internal static BackgroundReport None { get; } = new(false);

    /// <summary>Whether somebody waits: the daemon is going to the background.</summary>
    internal bool IsExpected { get; }

    /// <summary>The report that this process owes; null when it is not the one in the background.</summary>
    internal static BackgroundReport? TakeFromEnvironment()
    {
        bool expected = Environment.GetEnvironmentVariable(Variable) is not null;
        Environment.SetEnvironmentVariable(Variable, null);
        return expected ? new BackgroundReport(true) : null;
    }

    /// <summary>The daemon is up: the other process may end, and the terminal is let go.</summary>
    internal void Ready()
    {
        if (IsExpected)
        {
            using (Stream output = Console.OpenStandardOutput())
            {
                output.WriteByte((byte)'R');
            }

            StandardDescriptors.Detach();
        }
    }
}
