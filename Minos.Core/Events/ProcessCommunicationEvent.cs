using System.Globalization;

namespace Minos.Events;

/// <summary>A message that a process has sent between the tokens of capture mode (Supervisor's manual, "Capture Mode").</summary>
/// <param name="ProcessName">The process's name within its group.</param>
/// <param name="GroupName">Its process group.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Stream">Where it wrote.</param>
/// <param name="Data">The message.</param>
public sealed record ProcessCommunicationEvent(string ProcessName, string GroupName, int Pid, OutputStream Stream, ReadOnlyMemory<byte> Data)
    : SupervisorEvent
{
    /// <inheritdoc/>
    public override EventType EventType =>
        Stream == OutputStream.Stdout ? EventType.ProcessCommunicationStdout : EventType.ProcessCommunicationStderr;

    /// <inheritdoc/>
    public override string Payload =>
        string.Create(CultureInfo.InvariantCulture, $"processname:{ProcessName} groupname:{GroupName} pid:{Pid}\n{Text(Data)}");

    internal override int WaitingBytes => base.WaitingBytes + Data.Length;
}
