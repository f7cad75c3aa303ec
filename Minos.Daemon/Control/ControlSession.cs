using Minos.Rpc;

namespace Minos.Daemon.Control;

/// <summary>What the actions share: the server, the output and the exit status.</summary>
internal sealed class ControlSession(ControlOptions options, IControlInput input, TextWriter output, TextWriter error) : IDisposable
{
    private const string ApiVersion = "3.0";

    private RpcClient? _client;

    public ControlOptions Options { get; private set; } = options;

    public IControlInput Input { get; set; } = input;

    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    public Interrupts Interrupts { get; } = new();

    /// <summary>The status to exit with. It sticks: what succeeds later does not reset it.</summary>
    public int ExitStatus { get; set; }

    /// <summary>The server's client; another one after the server or the credentials have changed.</summary>
    /// <exception cref="UriFormatException">The URL of the server is none.</exception>
    public RpcClient Client =>
        _client ??= new RpcClient(
            Options.ServerUrl,
            new RpcClientOptions
            {
                UserName = Options.UserName,
                Password = Options.Password,
                CertificateFingerprint = Options.CertificateFingerprint,
            });

    /// <summary>The server as messages name it.</summary>
    public string ServerName => RpcClient.WithoutPassword(Options.ServerUrl);

    public void Output(string line)
    {
        Out.Write(line + "\n");
        Out.Flush();
    }

    /// <summary>Turns to another server.</summary>
    public void Open(string serverUrl) => Change(Options with { ServerUrl = serverUrl });

    public void Authenticate(string userName, string password) =>
        Change(Options with { UserName = userName, Password = password });

    /// <summary>Calls a method of the <c>supervisor</c> namespace.</summary>
    public Task<RpcValue> CallAsync(string method, CancellationToken cancellationToken, params RpcValue[] arguments) =>
        Client.CallAsync("supervisor." + method, arguments, cancellationToken);

    /// <summary>Asks whether the server is there and is one of ours; says what is wrong and sets the exit status if not.</summary>
    public async Task<bool> UpcheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            string version = (await CallAsync("getVersion", cancellationToken)).AsString();
            return version == ApiVersion || Fail(
                $"Sorry, this version of supervisorctl expects to talk to a server with API version {ApiVersion}, "
                + $"but the remote version is {version}.",
                Control.ExitStatus.WrongVersion);
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.UnknownMethod)
        {
            return Fail(
                "Sorry, supervisord responded but did not recognize the supervisor namespace commands that supervisorctl uses to "
                + "control it.  Please check that the [rpcinterface:supervisor] section is enabled in the configuration file "
                + "(see sample.conf).",
                Control.ExitStatus.NoInterface);
        }
        catch (RpcConnectionException e) when (e.ErrorNumber == RpcConnectionException.ConnectionRefused)
        {
            return Fail($"{ServerName} refused connection", Control.ExitStatus.Unreachable);
        }
        catch (RpcConnectionException e) when (e.ErrorNumber == RpcConnectionException.NoSuchFile)
        {
            return Fail($"{ServerName} no such file", Control.ExitStatus.NotRunning);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        Interrupts.Dispose();
    }

    private bool Fail(string message, int status)
    {
        Output(message);
        ExitStatus = status;
        return false;
    }

    private void Change(ControlOptions options)
    {
        Options = options;
        _client?.Dispose();
        _client = null;
    }
}
