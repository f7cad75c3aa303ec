using System.Collections.Concurrent;
using Minos.Core.Tests.Logs;
using Minos.Core.Tests.Supervision;
using Minos.Native;
using Pipe = Minos.Native.Pipe;

namespace Minos.Core.Tests.Native;

[Collection(NativeCollection.Name)]
public sealed class EventLoopTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);
    private readonly ManualClock _clock = new();
    private readonly EventLoop _loop;
    private readonly ConcurrentQueue<string> _seen = [];
    private readonly ConcurrentQueue<Exception> _failures = [];

    public EventLoopTests()
    {
        _loop = new EventLoop("test", _clock) { HandlerFailed = _failures.Enqueue };
        _loop.Start();
    }

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task Timers_fire_once_each_in_the_order_of_their_deadlines()
    {
        await DoAsync(() =>
        {
            Timer("late").Schedule(TimeSpan.FromSeconds(3));
            Timer("early").Schedule(TimeSpan.FromSeconds(1));
            LoopTimer cancelled = Timer("cancelled");
            cancelled.Schedule(TimeSpan.FromSeconds(2));
            cancelled.Cancel();
            LoopTimer moved = Timer("moved");
            moved.Schedule(TimeSpan.FromSeconds(1));
            moved.Schedule(TimeSpan.FromSeconds(5));
        });
        await AdvanceAsync(0.9);
        Assert.Empty(_seen);
        await AdvanceAsync(3);
        Assert.Equal(["early", "late"], _seen);
        await AdvanceAsync(60);

        Assert.Equal(["early", "late", "moved"], _seen);
    }

    [Fact]
    public async Task A_timer_that_is_due_at_once_waits_for_the_next_turn()
    {
        await DoAsync(() =>
        {
            Timer("timer").Schedule(TimeSpan.Zero);
            _seen.Enqueue("scheduled");
        });

        Assert.Equal(["scheduled", "timer"], _seen);
    }

    [Fact]
    public async Task Timers_follow_a_real_clock_too()
    {
        using var loop = new EventLoop("clock");
        loop.Start();
        var fired = new TaskCompletionSource();
        await loop.InvokeAsync(() => loop.CreateTimer(fired.SetResult).Schedule(TimeSpan.FromMilliseconds(30)));

        await fired.Task.WaitAsync(s_deadline);
    }

    [Fact]
    public async Task Work_from_many_threads_is_done_on_one_in_the_order_of_each()
    {
        const int Threads = 8;
        const int Each = 3000;
        int[] next = new int[Threads];
        int wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                int number = i;
                _loop.Post(() => wrong += _loop.IsCurrent && next[thread]++ == number ? 0 : 1);
            }
        })));
        await _loop.InvokeAsync(static () => { }).WaitAsync(s_deadline);

        Assert.Equal(0, wrong);
        Assert.All(next, n => Assert.Equal(Each, n));
    }

    [Fact]
    public async Task No_post_to_an_idle_loop_is_overlooked()
    {
        for (int i = 0; i < 20000; i++)
        {
            int number = i;
            Assert.Equal(number, await _loop.InvokeAsync(() => number).WaitAsync(s_deadline));
        }
    }

    [Fact]
    public async Task A_handler_that_throws_is_reported_and_the_loop_goes_on()
    {
        _loop.Post(static () => throw new InvalidOperationException("posted"));
        await DoAsync(() => _loop.CreateTimer(static () => throw new InvalidOperationException("timer")).Schedule(TimeSpan.Zero));
        using Pipe pipe = Readable();
        IoRegistration? registration = null;
        await DoAsync(() => registration = Watch(pipe, _ =>
        {
            registration!.Dispose();
            throw new InvalidOperationException("ready");
        }));
        await Shell.UntilAsync(() => _failures.Count == 3);

        Assert.Equal(["posted", "timer", "ready"], _failures.Select(f => f.Message));
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _loop.InvokeAsync(static () => throw new InvalidOperationException("invoked")));
        Assert.Equal("invoked", thrown.Message);
    }

    [Fact]
    public async Task A_registration_that_ends_in_its_own_handler_hears_no_more()
    {
        using Pipe pipe = Readable();
        IoRegistration? registration = null;
        await DoAsync(() => registration = Watch(pipe, ready =>
        {
            _seen.Enqueue(ready.ToString());
            registration!.Dispose();
            registration.Dispose();
            registration.Interest = IoEvents.None;
        }));
        await Shell.UntilAsync(() => !_seen.IsEmpty);
        await TurnAsync();

        Assert.Equal(["Read"], _seen);
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task What_is_closed_by_another_handler_of_the_same_turn_hears_nothing_even_if_its_number_is_used_again()
    {
        using Pipe first = Readable();
        using Pipe second = Readable();
        Pipe[] both = [first, second];
        var registrations = new IoRegistration[2];
        Pipe? reused = null;

        // Both are ready in the same turn; whoever comes first ends the other and takes its number.
        await DoAsync(() =>
        {
            for (int i = 0; i < 2; i++)
            {
                int mine = i;
                registrations[i] = Watch(both[i], ready =>
                {
                    _seen.Enqueue("first");
                    registrations[mine].Dispose();
                    registrations[1 - mine].Dispose();
                    int number = (int)both[1 - mine].ReadEnd.DangerousGetHandle();
                    both[1 - mine].ReadEnd.Dispose();
                    reused = Pipe.Create();
                    Assert.Equal(number, (int)reused.Value.ReadEnd.DangerousGetHandle());
                    _ = Watch(reused.Value, _ => _seen.Enqueue("stale"));
                });
            }
        });
        await Shell.UntilAsync(() => !_seen.IsEmpty);
        await TurnAsync();

        Assert.Equal(["first"], _seen);
        Assert.Empty(_failures);
        reused!.Value.Dispose();
    }

    [Fact]
    public async Task What_is_watched_for_can_be_changed()
    {
        using Pipe pipe = Readable();
        IoRegistration? registration = null;
        await DoAsync(() => registration = _loop.Register((int)pipe.ReadEnd.DangerousGetHandle(), IoEvents.None, ready =>
        {
            _seen.Enqueue(ready.ToString());
            registration!.Interest = IoEvents.None;
        }));
        await TurnAsync();
        Assert.Empty(_seen);
        await DoAsync(() => registration!.Interest = IoEvents.Read);
        await Shell.UntilAsync(() => !_seen.IsEmpty);
        await TurnAsync();

        Assert.Equal(["Read"], _seen);
        await DoAsync(registration!.Dispose);
    }

    [Fact]
    public async Task A_regular_file_cannot_be_watched()
    {
        using FileStream file = File.OpenRead("/etc/passwd");

        IOException exception = await Assert.ThrowsAsync<IOException>(
            () => _loop.InvokeAsync(() => _loop.Register((int)file.SafeFileHandle.DangerousGetHandle(), IoEvents.Read, static _ => { })));
        Assert.Contains("EPERM", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_posted_before_a_stop_is_done_and_a_post_after_the_end_touches_no_descriptor()
    {
        var loop = new EventLoop("ends");
        loop.Start();
        int done = 0;
        for (int i = 0; i < 100; i++)
        {
            loop.Post(() => done++);
        }

        loop.Dispose();
        Assert.Equal(100, done);
        Pipe[] pipes = [.. Enumerable.Range(0, 4).Select(_ => Pipe.Create())];
        loop.Post(() => done++);

        Assert.Equal(100, done);
        Assert.All(pipes, pipe =>
        {
            Pipe.SetNonBlocking(pipe.ReadEnd);
            Assert.True(Children.ReadSome(pipe.ReadEnd, new byte[8]) < 0);
            pipe.Dispose();
        });
    }

    private static Pipe Readable()
    {
        var pipe = Pipe.Create();
        Children.Write(pipe.WriteEnd, "x"u8);
        return pipe;
    }

    private IoRegistration Watch(Pipe pipe, Action<IoEvents> handler) =>
        _loop.Register((int)pipe.ReadEnd.DangerousGetHandle(), IoEvents.Read, handler);

    private LoopTimer Timer(string name) => _loop.CreateTimer(() => _seen.Enqueue(name));

    private async Task DoAsync(Action action)
    {
        await _loop.InvokeAsync(action);
        await TurnAsync();
    }

    private async Task AdvanceAsync(double seconds)
    {
        await _loop.InvokeAsync(() => _clock.AdvanceSeconds(seconds));
        await TurnAsync();
    }

    /// <summary>Lets the loop look at its descriptors and timers a few times.</summary>
    private async Task TurnAsync()
    {
        for (int turn = 0; turn < 5; turn++)
        {
            await _loop.InvokeAsync(static () => { });
        }
    }
}
