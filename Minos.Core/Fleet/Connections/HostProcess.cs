using System.Diagnostics;
using System.Text;

namespace Minos.Fleet.Connections;

/// <summary>A command on a host, as the process of this machine that runs it or is connected to it.</summary>
// System.Diagnostics.Process reaps children, which a daemon that supervises must not have; but these classes run in the operator's programs
// (minosd fleet, PowerShell), where the spawner of Minos.Native, which executes its own program again, cannot be.
#pragma warning disable RS0030
internal sealed class HostProcess : IHostCommand
{
    private const int KeptErrorLength = 8192;
    private static readonly TimeSpan s_endTime = TimeSpan.FromSeconds(5);

    // By itself, once its stdin has ended.
    private static readonly TimeSpan s_ownEndTime = TimeSpan.FromSeconds(0.5);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task _errorEnd;
    private readonly Func<string, HostPhase, HostException> _explain;

    private HostProcess(Process process, Func<string, HostPhase, HostException> explain)
    {
        _process = process;
        _explain = explain;
        _errorEnd = ReadErrorAsync();
    }

    /// <inheritdoc/>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <inheritdoc/>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts it.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">More environment variables.</param>
    /// <param name="explain">Makes the reason out of what it wrote to its stderr and the phase.</param>
    /// <exception cref="HostException">It cannot be started.</exception>
    internal static HostProcess Start(
        string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, Func<string, HostPhase, HostException> explain)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new HostProcess(Process.Start(start)!, explain);
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
        {
            throw new HostException(HostPhase.Connect, $"cannot start {file}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<HostException> ExplainAsync(HostPhase phase)
    {
        // Somebody who keeps stderr open (a daemon that a login script has started) is not waited for.
        await Task.WhenAny(_errorEnd, Task.Delay(s_endTime)).ConfigureAwait(false);
        lock (_error)
        {
            return _explain(_error.ToString(), phase);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!await EndsByItselfAsync().ConfigureAwait(false))
        {
            await KillAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private async Task<bool> EndsByItselfAsync()
    {
        try
        {
            Input.Close();
        }
        catch (IOException)
        {
            // It does not read any more.
        }

        Task end = _process.WaitForExitAsync();
        return await Task.WhenAny(end, Task.Delay(s_ownEndTime)).ConfigureAwait(false) == end;
    }

    /// <summary>Ends it with the programs that it has started itself: those of ProxyJump and ProxyCommand.</summary>
    /// <remarks>To find them, the runtime reads about each process and thread of the machine: a tenth of a second with a thousand
    /// of them, for each host.</remarks>
    private async Task KillAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: MayHaveChildren(_process.Id));
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It has ended.
        }

        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(s_endTime)).ConfigureAwait(false);
    }

    // Of its first thread, which is the only one of ssh (man 5 proc); not every system tells.
    private static bool MayHaveChildren(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/task/{pid}/children").Length > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private async Task ReadErrorAsync()
    {
        char[] buffer = new char[1024];
        try
        {
            while (await _process.StandardError.ReadAsync(buffer).ConfigureAwait(false) is > 0 and int count)
            {
                lock (_error)
                {
                    _error.Append(buffer, 0, Math.Min(count, Math.Max(0, KeptErrorLength - _error.Length)));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process has been ended.
        }
    }
}
