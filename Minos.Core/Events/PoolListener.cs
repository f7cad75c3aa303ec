using Minos.Logs;
using Minos.Supervision;

namespace Minos.Events;

/// <summary>One listener of an <see cref="EventListenerPool"/>: its state in the protocol and the event that it works on. Used on the
/// supervision thread only.</summary>
public sealed class PoolListener : IListenerProtocolHandler
{
    private readonly EventListenerPool _pool;
    private readonly IEventListener _process;
    private readonly ISupervisorLog _log;
    private readonly ListenerProtocol _protocol;
    private PooledEvent? _event;
    private ListenerState _told = ListenerState.Acknowledged;

    internal PoolListener(EventListenerPool pool, IEventListener process, ISupervisorLog log)
    {
        _pool = pool;
        _process = process;
        _log = log;
        _protocol = new ListenerProtocol(this);
    }

    /// <summary>Its state in the protocol.</summary>
    public ListenerState State => _protocol.State;

    /// <summary>Whether it can be given an event now.</summary>
    internal bool IsEligible => _protocol.State == ListenerState.Ready && _process.IsRunning;

    /// <summary>Called when something that happened has left it in another state. What it went through in between is nobody's concern: a listener
    /// that answers and is given the next event is as busy as before.</summary>
    public Action? Changed { get; set; }

    /// <summary>Its process was started by an earlier daemon, and was in that state.</summary>
    public void Resume(ListenerState state)
    {
        _protocol.Resume(state);
        _told = state;
    }

    /// <summary>What is handed on to the daemon that replaces this one.</summary>
    internal ListenerHandover Save()
    {
        (byte[] collected, long length, long read) = _protocol.Partial;
        return new ListenerHandover(_process.Name, _event is null ? null : EventListenerPool.Save(_event), collected, length, read);
    }

    /// <summary>Goes on from there.</summary>
    internal void Load(ListenerHandover state)
    {
        _protocol.Partial = (state.Received, state.ResultLength, state.ResultRead);
        _event = state.Event is null ? null : EventListenerPool.Load(state.Event);
    }

    /// <summary>Its process's name.</summary>
    internal string Name => _process.Name;

    /// <summary>Its process is being started.</summary>
    public void Starting()
    {
        _protocol.Restart();
        TellIfChanged();
    }

    /// <summary>Its process has stayed up for long enough.</summary>
    public void Running() => _pool.Dispatch();

    /// <summary>Takes what its process wrote to stdout, and hands out events when that made it ready.</summary>
    public void Receive(ReadOnlySpan<byte> output)
    {
        _protocol.Receive(output);
        _pool.Dispatch();
    }

    /// <summary>Its process has ended, and everything that it wrote has been received. The event that it had goes to another.</summary>
    public void Ended()
    {
        ((IListenerProtocolHandler)this).EventRejected();
        _pool.Dispatch();
    }

    /// <returns>False when the process does not take it.</returns>
    internal bool TrySend(PooledEvent pooled, byte[] envelope)
    {
        if (!_process.Write(envelope))
        {
            _log.Debug($"epipe occurred while sending event {pooled.Serial} to listener {_process.Name}, listener state unchanged");
            return false;
        }

        _protocol.EventSent();
        _event = pooled;
        _log.Debug($"event {pooled.Serial} sent to listener {_process.Name}");
        return true;
    }

    internal void TellIfChanged()
    {
        if (State != _told)
        {
            _told = State;
            Changed?.Invoke();
        }
    }

    void IListenerProtocolHandler.StateChanged(ListenerState from, ListenerState to)
    {
        _log.Debug($"{_process.Name}: {NameOf(from)} -> {NameOf(to)}");
        if (to == ListenerState.Unknown)
        {
            _log.Warn(
                $"{_process.Name}: has entered the UNKNOWN state and will no longer receive events, this usually indicates the process violated "
                + "the eventlistener protocol");
        }
    }

    bool IListenerProtocolHandler.ResultReceived(long length, ReadOnlySpan<byte> beginning)
    {
        bool isAccepted = length == 2 && beginning.SequenceEqual("OK"u8);
        if (isAccepted)
        {
            _event = null;
            _log.Debug($"{_process.Name}: event was processed");
        }
        else
        {
            _log.Warn($"{_process.Name}: event was rejected");
        }

        return isAccepted;
    }

    void IListenerProtocolHandler.BadResultLine(ReadOnlySpan<byte> line)
    {
        string text = Utf8Text.TryDecode(line, out string decoded) ? decoded : "Undecodable: " + Utf8Text.PythonLiteral(line);
        _log.Warn($"{_process.Name}: bad result line: '{text}'");
    }

    void IListenerProtocolHandler.EventRejected()
    {
        if (_event is { } rejected)
        {
            _event = null;
            _pool.Requeue(rejected);
        }
    }

    void IListenerProtocolHandler.ProtocolViolated(ReadOnlySpan<byte> data)
    {
        // Supervisor does not say what it was, which leaves people guessing.
        string expected = State == ListenerState.Ready ? "it was to wait for an event" : "READY was expected";
        _log.Info($"{_process.Name}: wrote {Utf8Text.PythonLiteral(data)} when {expected}");
    }

    private static string NameOf(ListenerState state) => state switch
    {
        ListenerState.Acknowledged => "ACKNOWLEDGED",
        ListenerState.Ready => "READY",
        ListenerState.Busy => "BUSY",
        _ => "UNKNOWN",
    };
}
