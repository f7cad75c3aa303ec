namespace Minos.Native;

/// <summary>Names the time from one boot of the machine to the next (man 4 random, <c>/proc/sys/kernel/random/boot_id</c>): process ids and
/// start times mean nothing beyond it.</summary>
public static class BootId
{
    /// <summary>The id of this boot; empty where the kernel doesn't tell.</summary>
    public static string Current { get; } = Read();

    private static string Read()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
