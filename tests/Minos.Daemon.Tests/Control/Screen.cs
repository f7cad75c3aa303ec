using System.Text;

namespace Minos.Daemon.Tests.Control;

/// <summary>What a terminal program has shown so far.</summary>
internal sealed class Screen(TextReader output)
{
    private readonly StringBuilder _shown = new();
    private readonly char[] _block = new char[1024];

    /// <summary>Reads on until a text has been shown.</summary>
    public async Task WaitForAsync(string text, TimeSpan deadline)
    {
        using var cancellation = new CancellationTokenSource(deadline);
        while (!_shown.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count = await output.ReadAsync(_block, cancellation.Token);
            Assert.True(count > 0, $"the output ended without '{text}': {_shown}");
            _shown.Append(_block, 0, count);
        }
    }
}
