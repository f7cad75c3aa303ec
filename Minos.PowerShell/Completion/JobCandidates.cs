using System.Collections;
using Minos.Configuration;
using Minos.Deployment;
using Minos.Deployment.Client;
using Minos.PowerShell.Connections;

namespace Minos.PowerShell.Completion;

/// <summary>What completion of jobs and packages offers; it never fails and never makes anybody wait who types.</summary>
internal static class JobCandidates
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);

    internal static IEnumerable<string> Artifacts(IDictionary bound)
    {
        try
        {
            PackageConnection connection = PackageConnection.From(bound["PackageServer"] as string, bound["Credential"] as System.Management.Automation.PSCredential);
            using var limit = new CancellationTokenSource(s_patience);
            Task<IReadOnlyList<PackageInfo>> list = Task.Run(async () =>
            {
                using IPackageServer server = connection.Open();
                return await server.ListAsync(null, limit.Token).ConfigureAwait(false);
            });
            return list.Wait(s_patience) ? list.Result.Select(static package => package.Artifact) : [];
        }
        catch (Exception exception) when (exception is DeploymentException or AggregateException)
        {
            return [];
        }
    }

    internal static IEnumerable<string> Jobs(IDictionary bound)
    {
        (string? groups, string folder) = (Candidates.GroupsFile(bound), CurrentFolder.Path);
        return Candidates.Strings(bound, "Path").SelectMany(name => JobsOf(JobFileFinder.Find(name, groups, folder), groups));
    }

    private static string[] JobsOf(string file, string? groups)
    {
        try
        {
            return [.. JobFileReader.Read(file, HostGroupsFile.TryRead(groups)).Jobs.Select(static job => job.Name)];
        }
        catch (ConfigurationException)
        {
            return [];
        }
    }
}
