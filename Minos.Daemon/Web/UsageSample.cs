namespace Minos.Daemon.Web;

/// <summary>What a process uses.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="CpuPercent">Of one processor, since the last sample; more than 100 with several threads.</param>
/// <param name="ResidentBytes">Memory in RAM.</param>
public readonly record struct UsageSample(int Pid, double CpuPercent, long ResidentBytes);
