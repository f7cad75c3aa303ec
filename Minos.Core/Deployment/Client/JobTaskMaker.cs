using System.Globalization;
using Minos.Configuration;
using Minos.Configuration.Ini;
using Minos.Configuration.Reading;
using Minos.Configuration.Values;
using Minos.Fleet;

namespace Minos.Deployment.Client;

/// <summary>Puts the jobs of a file on their hosts.</summary>
internal sealed class JobTaskMaker(JobFileValues values, IReadOnlyList<HostGroup> groups)
{
    public IEnumerable<JobTask> Make(JobFile file, IniSection section, JobDefinition job)
    {
        int number = 0;
        foreach (HostTarget target in FindHosts(section))
        {
            for (int instance = 0; instance < job.Instances; instance++)
            {
                yield return new JobTask
                {
                    Job = job,
                    Name = new JobName(file.Service, file.Cluster, job.Name, job.Instances == 1 ? JobName.NoInstance : instance),
                    Group = target.Group,
                    Host = target.Host,
                    Number = number++,
                };
            }
        }
    }

    /// <summary>Reports names and ports that cannot be: <c>dn1</c>, and instance 1 of <c>dn</c>, are the same process on a host.</summary>
    public void Check(JobFile file)
    {
        foreach (IGrouping<(string Address, string Name), JobTask> same in file.Tasks.GroupBy(static t => (t.Host.Address, t.Name.ProcessName)).Where(static g => g.Count() > 1))
        {
            values.Problems.Add(
                ProblemSeverity.Error, $"{string.Join(" and ", same.Select(static t => $"job {t.Job.Name} (instance {t.Name.Instance})"))} have the same name on {same.Key.Address}: {same.Key.Name}",
                "rename one of them", values.File);
        }

        foreach (JobTask task in file.Tasks.Where(static t => t.Port > ushort.MaxValue))
        {
            values.Problems.Add(ProblemSeverity.Error, $"{task} would have port {task.Port}", "base_port + 10 for each further instance must not pass 65535", values.File);
        }
    }

    private List<HostTarget> FindHosts(IniSection section)
    {
        var hosts = new List<HostTarget>();
        foreach (string word in ListValue.Strings(values.Text(section, "hosts")).Where(static w => w.Length > 0))
        {
            string[] parts = word.Split('/', 2);
            if (groups.FirstOrDefault(g => g.Name == parts[0]) is not { } group)
            {
                string near = EditDistance.Nearest(parts[0], groups.Select(static g => g.Name)) is { } nearest
                    ? $"did you mean {nearest}?" : $"there are {string.Join(", ", groups.Select(static g => g.Name))}";
                values.Fail(section, "hosts", $"there is no host group {parts[0]}", near);
                continue;
            }

            FleetHost[] chosen = parts.Length == 1 ? [.. group.Hosts]
                : [.. group.Hosts.Where(h => h.Address == parts[1] || h.Id.ToString(CultureInfo.InvariantCulture) == parts[1])];
            if (chosen.Length == 0)
            {
                values.Fail(section, "hosts", $"host group {group.Name} has no host {parts[1]}", "GROUP, GROUP/NUMBER or GROUP/ADDRESS");
            }

            hosts.AddRange(chosen.Select(h => new HostTarget(group, h)).Where(t => !hosts.Contains(t)));
        }

        if (hosts.Count == 0)
        {
            values.Fail(section, "hosts", $"job {section.Name[JobSectionReader.Prefix.Length..]} has no hosts", "hosts=GROUP");
        }

        return hosts;
    }
}
