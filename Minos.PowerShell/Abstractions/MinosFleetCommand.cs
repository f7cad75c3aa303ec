using System.Management.Automation;
using Minos.Fleet;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that install, start and remove supervisors: hosts are collected from parameters and the pipeline, then worked on
/// in batches, and each gives one result.</summary>
public abstract class MinosFleetCommand : MinosGroupCommand
{
    private readonly List<HostTarget> _targets = [];

    /// <summary>So many hosts at first, then so many, such as 1, 10%, 50%; the last goes on. All at once without.</summary>
    [Parameter]
    public string[] BatchSize { get; set; } = [];

    /// <summary>No more hosts are begun when more than this have failed, such as 2 or 10%; 0 with batches, otherwise no limit.</summary>
    [Parameter]
    public string? MaxFailure { get; set; }

    /// <summary>How long to wait for programs to be up before a host counts as done, in seconds; 0 does not look. 60 with batches, otherwise 0.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int? HealthTimeoutSeconds { get; set; }

    /// <summary>How long a supervisor may take to stop its programs, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int StopTimeoutSeconds { get; set; } = 120;

    /// <summary>What is asked before a host, and shown by -WhatIf.</summary>
    private protected abstract string Action { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _targets.AddRange(SelectTargets().Where(target => !_targets.Contains(target)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        FleetOptions options = ReadOptions(BatchSize, MaxFailure, HealthTimeoutSeconds, StopTimeoutSeconds);
        using var installer = new HostInstaller(options);
        Prepare();
        Run(pipeline => new FleetWork(pipeline, Action, options).RunAsync(_targets, (target, token) => WorkAsync(installer, target, token), StopToken));
    }

    /// <summary>Reads what all hosts need, on the pipeline's thread.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>Works on one host.</summary>
    private protected abstract Task<HostResult> WorkAsync(HostInstaller installer, HostTarget target, CancellationToken cancellationToken);
}
