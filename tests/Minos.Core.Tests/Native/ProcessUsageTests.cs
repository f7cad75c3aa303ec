using System.Text;
using Minos.Native;

namespace Minos.Core.Tests.Native;

public sealed class ProcessUsageTests
{
    [Fact]
    public void This_process_has_used_memory_and_time()
    {
        Assert.True(ProcessUsage.TryRead(Environment.ProcessId, out ProcessUsage first));
        Assert.True(first.ResidentBytes > 1024 * 1024);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        ProcessUsage last;
        do
        {
            Assert.True(ProcessUsage.TryRead(Environment.ProcessId, out last));
        }
        while (last.CpuTime == first.CpuTime && clock.Elapsed < TimeSpan.FromSeconds(30));

        Assert.True(last.CpuTime > first.CpuTime);
        Assert.Equal(first.StartTicks, last.StartTicks);
    }

    [Fact]
    public void A_process_that_is_not_there_has_none() => Assert.False(ProcessUsage.TryRead(int.MaxValue, out _));

    [Theory]
    [InlineData("(a)")]
    [InlineData("(a b) c) 1 (d)")]
    [InlineData("()")]
    public void The_commands_own_parentheses_do_not_matter(string command)
    {
        string stat = $"7 {command} S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 1 0 12345 9000000 42 18446744073709551615 1 1 0";

        Assert.True(ProcessUsage.TryParse(Encoding.ASCII.GetBytes(stat), out ProcessUsage usage));
        Assert.Equal(new ProcessUsage(12345, TimeSpan.FromSeconds(3), 42L * Environment.SystemPageSize), usage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7 (a")]
    [InlineData("7 (a) S 1 7 7")]
    [InlineData("7 (a) S 1 7 7 0 -1 4194304 100 0 0 0 x 50 0 0 20 0 1 0 12345 9000000 42 1")]
    public void Other_text_is_refused(string stat) => Assert.False(ProcessUsage.TryParse(Encoding.ASCII.GetBytes(stat), out _));
}
