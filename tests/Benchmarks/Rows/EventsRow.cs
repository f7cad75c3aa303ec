using System.Globalization;
using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

internal sealed class EventsRow : Row
{
    internal override string Name => "events";

    internal override string Title => "events to a listener, events/s";

    internal override bool LargerIsBetter => true;

    internal override Goal Goal => new(Times: 10);

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (subject is not SupervisorSubject supervisor)
        {
            return null;
        }

        int events = bench.Size(5000, 100);
        string folder = bench.NewFolder(), done = Path.Combine(folder, "done");
        string sections = $"""
            [eventlistener:l]
            command={bench.Program("listener")} {events} {done}
            events=PROCESS_COMMUNICATION
            buffer_size={events + 10}
            startsecs=0
            """;
        var workload = new Workload($"{bench.Program("tokens")} {events}", 1, Autostart: false, Keys: "stdout_capture_maxbytes=1MB", Sections: sections);
        await using RunningSupervisor running = await supervisor.StartSupervisorAsync(workload, folder);
        long begin = Clock.Nanoseconds;
        await running.StartAllAsync();
        await Waiting.UntilAsync(() => Task.FromResult(File.Exists(done)), "the listener has every event", TimeSpan.FromMilliseconds(5));
        return events / ((long.Parse(await File.ReadAllTextAsync(done), CultureInfo.InvariantCulture) - begin) / 1e9);
    }

    internal override async Task<double?> MeasureFloorAsync(Bench bench)
    {
        int events = bench.Size(5000, 100);
        double? milliseconds = await bench.FloorAsync("events", $"{events}", bench.Program("listener"), Path.Combine(bench.NewFolder(), "done"));
        return events / milliseconds * 1000;
    }
}
