using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Makes sure that hosts have minosd and its configuration, and that it runs; what is as wanted already is not touched.</summary>
[OutputType(typeof(MinosHostResult))]
[Cmdlet(VerbsLifecycle.Install, MinosNouns.Supervisor, SupportsShouldProcess = true)]
public sealed class InstallMinosSupervisorCommand : MinosFleetCommand
{
    private InstallRequest? _request;

    /// <summary>The supervisord.conf of the hosts; without it what a host has, or a default with a socket and no programs.</summary>
    [Parameter]
    public string? SupervisordConf { get; set; }

    /// <summary>A minosd for the hosts, or the folder of a build, one a machine type; without it the one beside the module.</summary>
    [Parameter]
    public string[] Binary { get; set; } = [];

    /// <summary>What starts the supervisor with the host: Cron (@reboot) or Systemd; Unchanged leaves it as it is.</summary>
    [Parameter]
    public HostStartup Startup { get; set; }

    private protected override string Action => "Install the supervisor";

    private protected override void Prepare() => _request = ReadRequest(Binary, SupervisordConf) with { Startup = Startup };

    private protected override Task<HostResult> WorkAsync(HostInstaller installer, HostTarget target, CancellationToken cancellationToken) =>
        installer.InstallAsync(target, _request!, cancellationToken);
}
