using Minos.Configuration;
using Minos.Logs;

namespace Minos.Core.Tests.Logs;

public class DebugMessageTests
{
    [Theory]
    [InlineData(SupervisorLogLevel.Info, 0)]
    [InlineData(SupervisorLogLevel.Debug, 1)]
    public void It_is_put_together_only_when_it_is_kept(SupervisorLogLevel level, int times)
    {
        var log = new RecordingLog { Level = level };
        int asked = 0;
        log.Debug($"part {++asked} of {2}");
        Assert.Equal(times, asked);
        Assert.Equal(Enumerable.Repeat("part 1 of 2", times), log.Messages);
    }
}
