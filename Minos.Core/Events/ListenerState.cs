namespace Minos.Events;

/// <summary>States of a listener in the notification protocol (Supervisor's manual, "Event Listener States").</summary>
public enum ListenerState
{
    /// <summary>It has just been started, or has answered; it will say when it is ready.</summary>
    Acknowledged,

    /// <summary>It waits for an event.</summary>
    Ready,

    /// <summary>It has an event and owes an answer.</summary>
    Busy,

    /// <summary>It broke the protocol; it gets no more events until it is started again.</summary>
    Unknown,
}
