using System.Globalization;

namespace Minos.Events;

/// <summary>A process's state has changed.</summary>
/// <param name="ProcessName">The process's name within its group.</param>
/// <param name="GroupName">Its process group.</param>
/// <param name="FromState">The state before, e.g. <c>STARTING</c>.</param>
/// <param name="ToState">The state now.</param>
public sealed record ProcessStateEvent(string ProcessName, string GroupName, string FromState, string ToState) : SupervisorEvent
{
    private readonly EventType _type = EventType.Find("PROCESS_STATE_" + ToState)
        ?? throw new ArgumentException($"{ToState} is no state of a process.", nameof(ToState));

    /// <summary>The process id, or that of the process that has ended; 0 when there is none.</summary>
    public int Pid { get; init; }

    /// <summary>STARTING: failed attempts before this one. BACKOFF: failed attempts so far.</summary>
    public int Tries { get; init; }

    /// <summary>EXITED: whether the exit was expected.</summary>
    public bool Expected { get; init; }

    /// <inheritdoc/>
    public override EventType EventType => _type;

    /// <inheritdoc/>
    public override string Payload => $"processname:{ProcessName} groupname:{GroupName} from_state:{FromState}{Details}";

    private string Details => ToState switch
    {
        "STARTING" or "BACKOFF" => string.Create(CultureInfo.InvariantCulture, $" tries:{Tries}"),
        "EXITED" => string.Create(CultureInfo.InvariantCulture, $" expected:{(Expected ? 1 : 0)} pid:{Pid}"),
        "RUNNING" or "STOPPING" or "STOPPED" => string.Create(CultureInfo.InvariantCulture, $" pid:{Pid}"),
        _ => "",
    };
}
