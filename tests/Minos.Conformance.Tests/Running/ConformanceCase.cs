using Minos.Conformance.Tests.Steps;

namespace Minos.Conformance.Tests.Running;

/// <summary>A configuration, and what is asked of the daemon that runs it.</summary>
/// <remarks>In all texts {dir} stands for the run's own directory, {port} for its TCP port and {port2} for one more.</remarks>
/// <param name="Name">Unique; the test's name.</param>
/// <param name="Configuration">The whole configuration file.</param>
/// <param name="Steps">What is asked, in order.</param>
public sealed record ConformanceCase(string Name, string Configuration, IReadOnlyList<Step> Steps)
{
    /// <summary>The sections that every case needs in order to be asked anything.</summary>
    private const string Head = """
        [supervisord]
        logfile={dir}/main.log
        pidfile={dir}/main.pid
        childlogdir={dir}
        [inet_http_server]
        port=127.0.0.1:{port}
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
        [supervisorctl]
        serverurl=http://127.0.0.1:{port}

        """;

    /// <summary>Files beside the configuration, written before the daemon starts.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The daemon's command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = ["-n", "-c", "{dir}/s.conf"];

    /// <summary>Variables in addition to those of the tests.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>"name:password" for RPC and HTTP; the control client takes it from the configuration.</summary>
    public string? Credentials { get; init; }

    /// <summary>Whether the daemon ends by itself at once: then its exit status and messages are its only answers.</summary>
    public bool EndsAtOnce { get; init; }

    /// <summary>What the messages of a daemon that ends at once have to contain.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the daemon's clock jumps to the next full hour once there is a file "next-hour".</summary>
    public bool HasShiftableClock { get; init; }

    /// <summary>Whether the daemon puts itself into the background.</summary>
    public bool IsBackground { get; init; }

    /// <summary>A case with the usual sections and some programs.</summary>
    public static ConformanceCase Of(string name, string programs, params IReadOnlyList<Step> steps) => new(name, Head + programs, steps);

    /// <summary>A configuration that is refused.</summary>
    /// <param name="name">Of the case.</param>
    /// <param name="sections">In addition to the usual ones.</param>
    /// <param name="message">What Supervisor says.</param>
    public static ConformanceCase Refused(string name, string sections, string message) =>
        new(name, Head + sections, []) { EndsAtOnce = true, Message = message };

    public override string ToString() => Name;
}
