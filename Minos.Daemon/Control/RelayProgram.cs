using System.Net.Sockets;
using Minos.Configuration;
using Minos.Configuration.CommandLine;

namespace Minos.Daemon.Control;

/// <summary><c>minosd relay</c>: connects its stdin and stdout with the supervisor, for clients that come through ssh.</summary>
internal static class RelayProgram
{
    private const string Help = """
        minosd relay -- connect stdin and stdout with the supervisor, for clients that come through ssh

        Usage: minosd relay -c FILE WORD

        WORD is printed once the connection stands; what follows is the supervisor's. FILE's [supervisorctl] says where it answers.
        """;

    /// <summary>Runs until either end closes.</summary>
    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["-h" or "--help"])
        {
            await output.WriteLineAsync(Help).ConfigureAwait(false);
            return ExitStatus.Success;
        }

        if (args is not ["-c", var file, var word])
        {
            await error.WriteLineAsync("minosd relay: -c FILE WORD (see minosd relay --help)").ConfigureAwait(false);
            return ExitStatus.InvalidArguments;
        }

        string url = "";
        try
        {
            url = ControlConfiguration.Read(file, ControlCommandLine.Parse(["-c", file])).ServerUrl;
            using Socket socket = await ConnectAsync(url).ConfigureAwait(false);
            using var server = new NetworkStream(socket);
            using Stream stdin = Console.OpenStandardInput(), stdout = Console.OpenStandardOutput();
            await stdout.WriteAsync(System.Text.Encoding.ASCII.GetBytes(word + "\n")).ConfigureAwait(false);
            Task up = Task.Factory.StartNew(() => stdin.CopyTo(server), TaskCreationOptions.LongRunning);
            await Task.WhenAny(up, server.CopyToAsync(stdout)).ConfigureAwait(false);
            return ExitStatus.Success;
        }
        catch (Exception exception) when (exception is CommandLineException or ConfigurationException or UriFormatException)
        {
            await error.WriteLineAsync($"minosd relay: {exception.Message}").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            await error.WriteLineAsync($"minosd relay: the supervisor does not answer at {url}: {exception.Message}").ConfigureAwait(false);
        }

        return ExitStatus.Unreachable;
    }

    private static async Task<Socket> ConnectAsync(string url)
    {
        const string UnixPrefix = "unix://";
        bool isUnix = url.StartsWith(UnixPrefix, StringComparison.Ordinal);
        if (!isUnix && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp))
        {
            throw new UriFormatException($"serverurl={url}: only unix:// and http:// can be relayed");
        }

        var socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await (isUnix
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(url[UnixPrefix.Length..]))
                : socket.ConnectAsync(new Uri(url).Host, new Uri(url).Port)).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
