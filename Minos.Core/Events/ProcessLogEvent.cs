using System.Globalization;

namespace Minos.Events;

/// <summary>A piece of a process's output, as it was read (Supervisor's manual, <c>stdout_events_enabled</c>).</summary>
/// <param name="ProcessName">The process's name within its group.</param>
/// <param name="GroupName">Its process group.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Stream">Where it wrote.</param>
/// <param name="Data">What it wrote.</param>
public sealed record ProcessLogEvent(string ProcessName, string GroupName, int Pid, OutputStream Stream, ReadOnlyMemory<byte> Data) : SupervisorEvent
{
    /// <inheritdoc/>
    public override EventType EventType => Stream == OutputStream.Stdout ? EventType.ProcessLogStdout : EventType.ProcessLogStderr;

    /// <inheritdoc/>
    public override string Payload => string.Create(
        CultureInfo.InvariantCulture,
        $"processname:{ProcessName} groupname:{GroupName} pid:{Pid} channel:{(Stream == OutputStream.Stdout ? "stdout" : "stderr")}\n{Text(Data)}");

    internal override int WaitingBytes => base.WaitingBytes + Data.Length;
}
