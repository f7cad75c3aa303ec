using Minos.Configuration;
using Minos.Configuration.CommandLine;
using Minos.Native;
using Minos.Rpc;

namespace Minos.Daemon.Hosting;

/// <summary>Tries a program before it takes the daemon's place: as a child it has to say that it can, with this daemon's arguments.</summary>
internal static class UpgradeTrial
{
    /// <summary>The argument that asks for it. What the daemon hands on follows (<see cref="UpgradeState.Formats"/>), the configuration file, and
    /// the daemon's own arguments.</summary>
    internal const string Argument = "--upgrade-trial";

    /// <summary>The exit status by which a program says that it does not read what the daemon hands on.</summary>
    private const int OtherFormats = 3;

    private const byte Yes = (byte)'1';
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks a program.</summary>
    /// <exception cref="RpcFault">It can't be executed, or says no.</exception>
    internal static async Task AskAsync(string path, string configurationFile, IReadOnlyList<string> arguments)
    {
        try
        {
            using SpawnedProcess child = new Spawner(SelfExecutable.Current, DescriptorLimit.Unchanged).Spawn(new SpawnRequest
            {
                FileName = path,
                Arguments = [path, Argument, UpgradeState.Formats, configurationFile, .. arguments],
                Environment = ProcessVariables.ToList(),
                StandardInput = ChildStream.Null,
                StandardOutput = ChildStream.Pipe,
                StandardError = ChildStream.Null,
            });
            Task<bool> answer = Task.Run(() => child.ReadOutputByte(out byte first) && first == Yes);
            bool isInTime = await Task.WhenAny(answer, Task.Delay(s_limit)).ConfigureAwait(false) == answer;
            if (!isInTime)
            {
                _ = child.Signal(9, group: true);
            }

            bool accepts = await answer.ConfigureAwait(false);
            ExitStatus status = await Task.Run(child.Wait).ConfigureAwait(false);
            if (status is { Code: OtherFormats, Signal: 0 })
            {
                throw new RpcFault(
                    RpcFaultCode.Failed,
                    $"{path} is of a version that does not read this daemon's state; put it in place by stopping the daemon, with its programs, and starting it anew");
            }

            if (!accepts || status is not { Code: 0, Signal: 0 })
            {
                throw new RpcFault(
                    RpcFaultCode.Failed,
                    $"{path} does not work here: {(isInTime ? $"{status}" : "no answer within 30 s")} (try {path} check -c {configurationFile})");
            }
        }
        catch (SpawnException exception)
        {
            throw new RpcFault(RpcFaultCode.NotExecutable, exception.Message);
        }
    }

    /// <summary>Answers: 0 and one byte when this program reads what the daemon hands on and would run with those arguments.</summary>
    internal static int Answer(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        try
        {
            if (arguments.Count < 2 || arguments[0] != UpgradeState.Formats)
            {
                error.WriteLine($"Error: the daemon hands on {arguments[0]}; this program reads {UpgradeState.Formats}");
                return OtherFormats;
            }

            DaemonCommandLine commandLine = DaemonCommandLine.Parse([.. arguments.Skip(2)]);
            _ = ConfigurationReader.Read(arguments[1], commandLine.Overrides);
            output.Write((char)Yes);
            output.Flush();
            return 0;
        }
        catch (Exception exception) when (exception is ConfigurationException or CommandLineException or ArgumentOutOfRangeException)
        {
            error.WriteLine($"Error: {exception.Message}");
            return DaemonProgram.UsageError;
        }
    }
}
