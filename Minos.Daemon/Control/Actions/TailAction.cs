using System.Globalization;
using Minos.Configuration;
using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class TailAction(ControlSession session) : ControlAction(session)
{
    internal const long DefaultByteCount = 1600;

    private readonly LogReader _log = new(session);

    public override string Name => "tail";

    public override string Help =>
        "tail [-f] <name> [stdout|stderr] (default stdout)\n"
        + "Ex:\n"
        + "tail -f <name>\t\tContinuous tail of named process stdout\n"
        + "\t\t\tCtrl-C to exit.\n"
        + "tail -100 <name>\tlast 100 *bytes* of process stdout\n"
        + "tail <name> stderr\tlast 1600 *bytes* of process stderr";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            return;
        }

        List<string> words = Words(argument);
        if (words.Count is 0 or > 3)
        {
            FailWithHelp(words.Count == 0 ? "Error: too few arguments" : "Error: too many arguments");
            return;
        }

        string? modifier = words[0].StartsWith('-') ? words[0] : null;
        if (modifier is not null)
        {
            words.RemoveAt(0);
        }

        if (words.Count == 0)
        {
            Fail("Error: tail requires process name");
            return;
        }

        // Of three words without a modifier the middle one is not looked at, as in supervisorctl.
        string channel = words.Count == 1 ? "stdout" : words[^1].ToLowerInvariant();
        if (channel is not ("stdout" or "stderr"))
        {
            Fail($"Error: bad channel {PythonText.Repr(channel)}");
        }
        else if (modifier == "-f")
        {
            await _log.FollowUntilInterruptAsync($"/logtail/{words[0]}/{channel}");
        }
        else if (TryParseCount(modifier, out long count))
        {
            await PrintAsync(words[0], channel, count, cancellationToken);
        }
        else
        {
            Fail($"Error: bad argument {modifier}");
        }
    }

    internal static bool TryParseCount(string? modifier, out long count)
    {
        count = DefaultByteCount;
        return modifier is null
            || long.TryParse(modifier.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count);
    }

    private async Task PrintAsync(string name, string channel, long count, CancellationToken cancellationToken)
    {
        _log.CheckEncoding();
        string method = channel == "stdout" ? "readProcessStdoutLog" : "readProcessStderrLog";
        try
        {
            Session.Output((await Session.CallAsync(method, cancellationToken, name, -count, 0)).AsString());
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.NoFile)
        {
            Fail($"{name}: ERROR (no log file)");
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.Failed)
        {
            Fail($"{name}: ERROR (unknown error reading log)");
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
        {
            Fail($"{name}: ERROR (no such process name)");
        }
    }
}
