using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

public sealed class WorkQueueTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_many_add_arrives_once_and_in_each_ones_order()
    {
        const int Writers = 4, Items = 2_000;
        var queue = new WorkQueue<(int Writer, int Number)>();
        Task<List<(int Writer, int Number)>> reader = Task.Run(() =>
        {
            List<(int Writer, int Number)> all = [];
            while (queue.Take(s_deadline, TimeSpan.FromMilliseconds(1), out List<(int Writer, int Number)> items))
            {
                all.AddRange(items);
            }

            return all;
        });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (int number = 0; number < Items; number++)
            {
                queue.Add((writer, number), isUrgent: number % 7 == 0);
            }
        })));
        queue.Complete();
        List<(int Writer, int Number)> all = await reader.WaitAsync(s_deadline);
        Assert.Equal(Writers * Items, all.Count);
        Assert.All(all.GroupBy(static item => item.Writer), static group => Assert.Equal(Enumerable.Range(0, Items), group.Select(static item => item.Number)));
    }

    [Fact]
    public async Task Something_urgent_ends_the_gathering()
    {
        var queue = new WorkQueue<string>();
        queue.Add("a", isUrgent: false);
        Task<List<string>> taken = Task.Run(() => queue.Take(s_deadline, Timeout.InfiniteTimeSpan, out List<string> items) ? items : []);
        queue.Add("b", isUrgent: true);
        Assert.Equal(["a", "b"], await taken.WaitAsync(s_deadline));
    }

    [Fact]
    public void Nothing_is_an_empty_list_until_it_is_completed()
    {
        var queue = new WorkQueue<string>();
        Assert.True(queue.Take(TimeSpan.Zero, TimeSpan.Zero, out List<string> none));
        Assert.Empty(none);
        queue.Add("a", isUrgent: false);
        queue.Complete();
        queue.Add("late", isUrgent: true);
        Assert.True(queue.Take(s_deadline, Timeout.InfiniteTimeSpan, out List<string> left));
        Assert.Equal(["a"], left);
        Assert.False(queue.Take(s_deadline, Timeout.InfiniteTimeSpan, out _));
    }
}
