using System.Management.Automation;
using Minos.Configuration;
using Minos.Deployment.Client;
using Minos.Fleet;
using Minos.PowerShell.Completion;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;
using Minos.Rpc;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that work on jobs: by their file, or by the objects of Get-MinosJob.</summary>
public abstract class MinosJobCommand : MinosHostCommand
{
    internal const string PathSet = "Path";
    internal const string InputObjectSet = "InputObject";

    private readonly List<(JobFile File, JobTask Task)> _tasks = [];

    /// <summary>Job files: a path, or the name of one in the folder jobs beside the host groups file.</summary>
    [Parameter(Position = 0, ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(JobFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Jobs of the file; wildcards are allowed.</summary>
    [Parameter(Position = 1, ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(JobCompleter))]
    [SupportsWildcards]
    public string[] Job { get; set; } = [];

    /// <summary>Numbers of the processes of each job, from 0.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    public int[] Task { get; set; } = [];

    /// <summary>Jobs as Get-MinosJob writes them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    public MinosJob[] InputObject { get; set; } = [];

    /// <summary>What is done, in a word of -WhatIf and of the progress.</summary>
    private protected abstract string Action { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == InputObjectSet)
        {
            _tasks.AddRange(InputObject.Select(static job => (job.File, job.Result.Task)));
            return;
        }

        // Not mandatory: objects of Get-MinosJob, which have a Path, too, would not come to InputObject.
        if (Path.Length == 0)
        {
            ThrowTerminatingError(ErrorRecords.JobFileMissing());
        }

        IReadOnlyList<HostGroup> groups = ReadGroups();
        string directory = SessionState.Path.CurrentFileSystemLocation.Path;
        foreach (string path in Path)
        {
            JobFile file = ReadFile(JobFileFinder.Find(path, GroupsFile, directory), groups);
            foreach (string name in Job.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !file.Jobs.Any(job => HostSelector.Matches(name, job.Name))))
            {
                WriteError(ErrorRecords.JobNotFound(name, file, HostSelection.Nearest(name, file.Jobs.Select(static job => job.Name))));
            }

            foreach (string name in ComputerName.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !file.Tasks.Any(task => HostSelector.Matches(name, task.Host.Address))))
            {
                WriteError(ErrorRecords.HostNotFound(name, HostSelection.Nearest(name, file.Tasks.Select(static task => task.Host.Address))));
            }

            _tasks.AddRange(file.Tasks.Where(IsChosen).Select(task => (file, task)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(async pipeline =>
    {
        foreach (IGrouping<string, (JobFile File, JobTask Task)> file in _tasks.GroupBy(static item => item.File.Path))
        {
            using var operations = new JobOperations(file.First().File, Connect, Options());
            List<JobTask> targets = [];
            foreach ((_, JobTask task) in file.DistinctBy(static item => item.Task))
            {
                if (await IsConfirmedAsync(pipeline, operations, task).ConfigureAwait(false))
                {
                    targets.Add(task);
                }
            }

            int done = 0;
            await foreach (JobResult result in OperateAsync(operations, targets).ConfigureAwait(false))
            {
                pipeline.WriteProgress(Action, result.ToString(), ++done, targets.Count);
                Write(pipeline, new MinosJob(file.First().File, result));
            }
        }
    });

    /// <summary>The options of the operations.</summary>
    private protected virtual JobOptions Options() => new() { ThrottleLimit = ThrottleLimit };

    /// <summary>Whether a task is to be worked on: -WhatIf, -Confirm.</summary>
    private protected virtual Task<bool> IsConfirmedAsync(CommandPipeline pipeline, JobOperations operations, JobTask task) =>
        pipeline.ShouldProcessAsync(task.ToString(), Action);

    /// <summary>The cmdlet's work.</summary>
    private protected abstract IAsyncEnumerable<JobResult> OperateAsync(JobOperations operations, IReadOnlyList<JobTask> tasks);

    /// <summary>Writes a result: what failed is an error.</summary>
    private protected virtual void Write(CommandPipeline pipeline, MinosJob job)
    {
        if (job.Outcome == JobOutcome.Failed)
        {
            pipeline.WriteError(ErrorRecords.OfJob(job));
        }
    }

    private JobFile ReadFile(string path, IReadOnlyList<HostGroup> groups)
    {
        try
        {
            List<ConfigurationProblem> notes = [];
            JobFile file = JobFileReader.Read(path, groups, notes);
            notes.ForEach(note => WriteWarning(note.ToString()));
            return file;
        }
        catch (ConfigurationException exception)
        {
            ThrowTerminatingError(ErrorRecords.JobFileInvalid(exception, path));
            throw;
        }
    }

    private RpcClient Connect(JobTask task) => Connect(new HostTarget(task.Group, task.Host), SupervisorAddress.UrlOf(task.Group, task.Host), ClientOptions());

    private bool IsChosen(JobTask task)
    {
        static bool Fits(string[]? patterns, string name) => patterns is null or [] || patterns.Any(pattern => HostSelector.Matches(pattern, name));
        return Fits(Job, task.Job.Name) && Fits(Group, task.Group.Name) && Fits(ComputerName, task.Host.Address)
            && (Task.Length == 0 || Task.Contains(task.Number)) && (Uri.Length == 0 || Uri.Contains(SupervisorAddress.UrlOf(task.Group, task.Host)));
    }
}
