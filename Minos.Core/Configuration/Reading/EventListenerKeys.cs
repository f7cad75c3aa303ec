using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>Reads what an <c>[eventlistener:x]</c> section has beside a program's keys.</summary>
internal static class EventListenerKeys
{
    private const string DefaultHandler = "supervisor.dispatchers:default_handler";

    /// <summary>Every event that can be subscribed to (Supervisor's manual, Events).</summary>
    private static readonly string[] s_eventNames =
    [
        "EVENT", "PROCESS_STATE", "PROCESS_STATE_STOPPED", "PROCESS_STATE_STARTING", "PROCESS_STATE_RUNNING", "PROCESS_STATE_BACKOFF",
        "PROCESS_STATE_STOPPING", "PROCESS_STATE_EXITED", "PROCESS_STATE_FATAL", "PROCESS_STATE_UNKNOWN", "PROCESS_COMMUNICATION",
        "PROCESS_COMMUNICATION_STDOUT", "PROCESS_COMMUNICATION_STDERR", "PROCESS_LOG", "PROCESS_LOG_STDOUT", "PROCESS_LOG_STDERR",
        "REMOTE_COMMUNICATION", "SUPERVISOR_STATE_CHANGE", "SUPERVISOR_STATE_CHANGE_RUNNING", "SUPERVISOR_STATE_CHANGE_STOPPING", "TICK",
        "TICK_5", "TICK_60", "TICK_3600", "PROCESS_GROUP", "PROCESS_GROUP_ADDED", "PROCESS_GROUP_REMOVED",
    ];

    /// <summary>Reads a pool without its processes.</summary>
    public static EventListenerPoolSettings Read(SectionReader reader, string name, int priority)
    {
        string section = reader.Section.Name;
        int bufferSize = reader.Value("buffer_size", 10, IntegerValue.ParseInt32, IntegerValue.Allowed);
        if (bufferSize < 1)
        {
            reader.Fail($"[{section}] section sets invalid buffer_size ({bufferSize})", "buffer_size", "a whole number from 1");
        }

        string handler = reader.Text("result_handler") ?? DefaultHandler;
        if (handler != DefaultHandler)
        {
            reader.Fail(
                $"{handler} cannot be resolved within [{section}]: No module named {PythonText.Repr(handler.Split(':')[0])}", "result_handler",
                $"{DefaultHandler}; result handlers written in Python cannot be loaded");
        }

        string[] events = [.. ListValue.Strings(reader.Text("events") ?? "").Select(e => e.ToUpperInvariant()).Distinct()];
        if (events.Length == 0)
        {
            reader.Fail($"[{section}] section requires an \"events\" line", "events", "events= with a comma-separated list of event names");
        }

        foreach (string unknown in events.Except(s_eventNames))
        {
            string? nearest = EditDistance.Nearest(unknown, s_eventNames);
            reader.Fail(
                $"Unknown event type {unknown} in [{section}] events", "events",
                nearest is null ? "such as PROCESS_STATE, TICK_60 or EVENT for all" : $"did you mean {nearest}?");
        }

        if (reader.Value("redirect_stderr", false, BooleanValue.Parse, BooleanValue.Allowed))
        {
            reader.Fail(
                $"[{section}] section sets redirect_stderr=true but this is not allowed because it will interfere with the eventlistener protocol",
                "redirect_stderr", "leave redirect_stderr out; stderr has a log of its own");
        }

        return new EventListenerPoolSettings
        {
            Name = name,
            Priority = priority,
            BufferSize = bufferSize,
            ResultHandler = handler,
            Events = ValueList.From(events),
        };
    }
}
