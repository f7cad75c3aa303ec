using Minos.Configuration;
using Minos.Events;

namespace Minos.Core.Tests.Events;

public class EventTypeTests
{
    [Fact]
    public void There_are_27_names_of_which_7_are_abstract()
    {
        Assert.Equal(27, EventType.All.Count);
        Assert.Equal(
            ["EVENT", "PROCESS_COMMUNICATION", "PROCESS_GROUP", "PROCESS_LOG", "PROCESS_STATE", "SUPERVISOR_STATE_CHANGE", "TICK"],
            EventType.All.Where(t => t.IsAbstract).Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(EventType.All, t => Assert.Same(t, EventType.Find(t.Name)));
        Assert.Null(EventType.Find("TICK_7"));
    }

    [Fact]
    public void Every_type_lies_below_the_one_that_its_name_begins_with()
    {
        foreach (EventType type in EventType.All.Where(t => t != EventType.Event))
        {
            EventType? longest = EventType.All.Where(t => type.Name.StartsWith(t.Name + "_", StringComparison.Ordinal)).MaxBy(t => t.Name.Length);
            Assert.Equal(longest ?? EventType.Event, type.Parent);
            Assert.True(type.Is(EventType.Event));
            Assert.True(type.Is(type));
            Assert.False(EventType.Event.Is(type));
        }

        Assert.False(EventType.Tick5.Is(EventType.Tick60));
        Assert.False(EventType.ProcessLogStdout.Is(EventType.ProcessState));
    }

    [Fact]
    public void The_configuration_accepts_exactly_these_names()
    {
        string names = string.Join(',', EventType.All.Select(t => t.Name.ToLowerInvariant()));
        Assert.Equal(EventType.All.Select(t => t.Name), Read(names).Events);
        Assert.Throws<ConfigurationException>(() => Read("TICK_7"));
    }

    private static EventListenerPoolSettings Read(string events)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"[supervisord]\n[eventlistener:l]\ncommand=/bin/cat\nevents={events}\n");
            SupervisorConfiguration configuration = ConfigurationReader.Read(file, new DaemonOverrides(), ConfigurationEnvironment.OfThisProcess());
            return Assert.IsType<EventListenerPoolSettings>(Assert.Single(configuration.Groups));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
