namespace Minos.Monitoring;

/// <summary>A monitor's stderr: a line at a time, from any thread.</summary>
/// <param name="error">Where it goes.</param>
public sealed class MonitorLog(TextWriter error)
{
    private readonly Lock _sync = new();

    /// <summary>Writes a line, or several.</summary>
    public void Write(string text)
    {
        lock (_sync)
        {
            error.WriteLine(text);
            error.Flush();
        }
    }
}
