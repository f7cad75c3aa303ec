using System.Diagnostics;
using System.Globalization;
using System.Text;
using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Upgrades;

/// <summary>Clients that follow logs of numbered lines and print them.</summary>
internal sealed class LogFollowers : IDisposable
{
    private readonly Process[] _processes;
    private readonly StringBuilder[] _texts;

    public LogFollowers(params Process[] processes)
    {
        _processes = processes;
        _texts = [.. processes.Select(static _ => new StringBuilder())];
        foreach ((Process process, StringBuilder text) in processes.Zip(_texts))
        {
            process.OutputDataReceived += (_, line) =>
            {
                lock (text)
                {
                    text.Append(line.Data).Append('\n');
                }
            };
            process.BeginOutputReadLine();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
        }
    }

    /// <summary>Waits until each has printed ten lines since now.</summary>
    public async Task UntilAllHaveMoreAsync()
    {
        int[] before = [.. _texts.Select(Lines)];
        await Commands.UntilAsync(
            () => Task.FromResult(_texts.Zip(before).All(pair => Lines(pair.First) >= pair.Second + 10)),
            () => "more than " + string.Join(" | ", _processes.Zip(_texts).Select(pair => $"{pair.First.HasExited} {Lines(pair.Second)}")));
    }

    /// <summary>Each has printed one number after the other.</summary>
    /// <param name="prefix">What stands before the number in a line.</param>
    /// <param name="atLeast">How many at least.</param>
    public void AssertComplete(string prefix, int atLeast)
    {
        foreach (StringBuilder text in _texts)
        {
            // The first may be half a line, as the answer begins with the last kilobyte of the log.
            int[] numbers = [.. Text(text).Split('\n').SkipWhile(l => !(l.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(l[prefix.Length..], CultureInfo.InvariantCulture, out _))).Skip(1)
                .SkipLast(1).Select(l => int.Parse(l[prefix.Length..], CultureInfo.InvariantCulture))];
            Assert.True(numbers.Length >= atLeast);
            Assert.Equal(Enumerable.Range(numbers[0], numbers.Length), numbers);
        }
    }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static int Lines(StringBuilder text) => Text(text).Count(static c => c == '\n');

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
