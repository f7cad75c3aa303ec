using System.Collections.Concurrent;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

public sealed class SpawnThreadsTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Each_turn_is_done_once_before_it_returns(int count)
    {
        using var threads = new SpawnThreads();
        for (int again = 0; again < 200; again++)
        {
            var done = new ConcurrentQueue<int>();
            threads.Run(count, (turn, _) => done.Enqueue(turn));
            Assert.Equal(Enumerable.Range(0, count), done.Order());
        }
    }

    [Fact]
    public void Two_turns_are_under_way_at_a_time()
    {
        using var threads = new SpawnThreads();
        using var both = new Barrier(2);
        bool[] met = new bool[2];
        threads.Run(2, (turn, _) => met[turn] = both.SignalAndWait(s_deadline));
        Assert.Equal([true, true], met);
    }
}
