using System.Globalization;
using Minos.Configuration;

namespace Minos.Deployment.Client;

/// <summary>The names that scripts and configuration files of a task may use.</summary>
internal static class JobExpansion
{
    /// <summary>Those whose values only the task's supervisor knows.</summary>
    public static IReadOnlyList<string> Directories { get; } = ["run_dir", "log_dir", "stdout_dir", "package_dir", "data_dir", "data_dirs"];

    /// <summary>Every value.</summary>
    /// <param name="file">The file that the task is of.</param>
    /// <param name="task">The task.</param>
    /// <param name="directories">The values of <see cref="Directories"/>.</param>
    public static Dictionary<string, string> Values(JobFile file, JobTask task, IReadOnlyDictionary<string, string> directories)
    {
        JobTask[] own = [.. file.Tasks.Where(t => t.Job.Name == task.Job.Name)];
        var values = new Dictionary<string, string>(directories, StringComparer.Ordinal)
        {
            ["service"] = file.Service,
            ["cluster"] = file.Cluster,
            ["artifact"] = file.Artifact,
            ["job"] = task.Job.Name,
            ["name"] = task.Name.ProcessName,
            ["instance_id"] = Text(task.Name.Instance),
            ["host"] = task.Host.Address,
            ["host_id"] = Text(task.Host.Id),
            ["task"] = Text(task.Number),
            ["tasks"] = Text(own.Length),
            ["peers"] = Peers(own),
        };
        if (task.Port is { } port)
        {
            values["port"] = Text(port);
        }

        foreach (IGrouping<string, JobTask> job in file.Tasks.GroupBy(static t => t.Job.Name))
        {
            values["peers." + job.Key] = Peers(job);
        }

        return values;
    }

    /// <summary>Reports every name that will not be known.</summary>
    public static void Check(JobFile file, ProblemCollector problems)
    {
        Dictionary<string, string> directories = Directories.ToDictionary(static d => d, static _ => "");
        foreach (JobTask task in file.Tasks)
        {
            Dictionary<string, string> values = Values(file, task, directories);
            JobDefinition job = task.Job;
            JobTemplate?[] templates = [job.HttpUrl, job.StartScript, job.BootstrapScript, job.CleanupScript, .. job.Files.Select(static f => f.Value)];
            foreach (JobTemplate template in templates.OfType<JobTemplate>())
            {
                try
                {
                    _ = template.Expand(values);
                }
                catch (ConfigurationException exception)
                {
                    problems.Add(exception.Problems[0]);
                }
            }
        }
    }

    private static string Peers(IEnumerable<JobTask> tasks) => string.Join(',', tasks.Select(static t => t.Endpoint));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
