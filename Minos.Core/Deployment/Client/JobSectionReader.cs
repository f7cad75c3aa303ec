using Minos.Configuration;
using Minos.Configuration.Ini;
using Minos.Configuration.Values;

namespace Minos.Deployment.Client;

/// <summary>Reads the section of one job.</summary>
internal sealed class JobSectionReader(JobFileValues values)
{
    public const string Prefix = "job:";

    private static readonly string[] s_keys =
        ["hosts", "instances", "base_port", "data_dir_indexes", "http_url", "start_script", "bootstrap_script", "cleanup_script", "config_files"];

    public JobDefinition Read(IniSection section)
    {
        values.CheckKeys(section, s_keys);
        string name = section.Name[Prefix.Length..];
        if (!PathSegment.IsValid(name))
        {
            values.Fail(section, null, $"the job's name '{name}' is not allowed", PathSegment.Allowed);
        }

        string indexes = values.Text(section, "data_dir_indexes", "0");
        if (RunFile.ParseIndexes(indexes) is null)
        {
            values.Fail(section, "data_dir_indexes", $"'{indexes}' is not a list of numbers", "0 for the first of data_dirs, or a list such as 0,2");
        }

        return new JobDefinition
        {
            Name = name,
            Instances = values.Number(section, "instances", 1, 1000) ?? 1,
            BasePort = values.Number(section, "base_port", 1, 65535),
            DataIndexes = indexes,
            HttpUrl = new JobTemplate(values.File, values.Document.Find(section, "http_url")?.Line ?? section.Line, values.Text(section, "http_url")),
            StartScript = values.Script(section, "start_script", required: true)!,
            BootstrapScript = values.Script(section, "bootstrap_script"),
            CleanupScript = values.Script(section, "cleanup_script"),
            Files = ValueList.From(ReadFiles(section)),
        };
    }

    private IEnumerable<KeyValuePair<string, JobTemplate>> ReadFiles(IniSection section)
    {
        foreach (string item in ListValue.Strings(values.Text(section, "config_files")).Where(static i => i.Length > 0))
        {
            (string name, string path) = item.Split(':', 2) is [var first, var second] ? (first.Trim(), second.Trim()) : (Path.GetFileName(item), item);
            if (!PathSegment.IsValid(name) || JobRequest.IsReserved(name))
            {
                values.Fail(section, "config_files", $"'{name}' is not allowed as the name of a file in the run directory", $"NAME:PATH; {PathSegment.Allowed}");
            }
            else if (values.Template(section, "config_files", path) is { } template)
            {
                yield return new(name, template);
            }
        }
    }
}
