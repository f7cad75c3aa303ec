using Minos.Rpc;

namespace Minos.Deployment;

/// <summary>The descriptions of the <c>deployment.*</c> methods: 17.</summary>
/// <remarks>The original's signatures have the words of its doc comments for types: tools that were written for it see the same ones.</remarks>
public static class DeploymentMethodTable
{
    private const string Prefix = "deployment.";

    private static readonly RpcParameter s_service = new("service", "service", "The service, for example hdfs");
    private static readonly RpcParameter s_cluster = new("cluster", "cluster", "The cluster, for example dptst-example");
    private static readonly RpcParameter s_job = new("job", "job", "The job, for example datanode");
    private static readonly RpcParameter s_configuration = new("config_dict", "config_dict", "Package, scripts and files of the job");
    private static readonly RpcParameter s_instance =
        new("instance_id", "instance_id", "The number among several on the host; -1, as when it is left out, for the only one", IsOptional: true);

    /// <summary>Every description.</summary>
    public static IReadOnlyList<RpcMethodDescription> All { get; } =
    [
        Query("get_run_dir", "string", "Get the run directory of a job."),
        Query("get_log_dir", "string", "Get the log directory of a job."),
        Query("get_stdout_dir", "string", "Get the directory that the output of a job goes to."),
        Query("get_available_data_dirs", "list", "Get every data directory that a job can choose."),
        Query("get_data_dirs", "list", "Get the data directories that a job has chosen at its bootstrap."),
        Query("get_package_dir", "string", "Get the link to the package of a job."),
        Query("get_real_package_dir", "string", "Get the directory that the package of a job is unpacked in."),
        new(Prefix + "get_current_package_dir", "string", "Get the link to the package that was installed last for a cluster.", "The path", [s_service, s_cluster]),
        Query("get_cleanup_token", "string", "Get the token that a cleanup of a job has to name."),
        Action("bootstrap", "Install the package of a job and prepare its directories."),
        Action("start", "Start a job, with another package if one is named."),
        Action("stop", "Stop a job."),
        Action("cleanup", "Remove the logs and data of a job that is stopped."),
        Action("show", "Get the state of a job."),
        new(Prefix + "read_file", "string", "Read a file of a job.", "The text", [new RpcParameter("string", "file_path", "Its absolute path")]),
        WriteFile("write_text_to_file", "Write a file of a job."),
        WriteFile("append_text_to_file", "Append to a file of a job."),
    ];

    /// <summary>Joins the descriptions with the code of the methods.</summary>
    /// <param name="handlers">The code by short name: exactly the 17 names.</param>
    internal static IReadOnlyList<RpcMethod> Bind(IReadOnlyDictionary<string, RpcHandler> handlers) =>
        [.. All.Select(d => new RpcMethod(d, handlers[d.Name[Prefix.Length..]]))];

    private static RpcMethodDescription Query(string name, string type, string summary) =>
        new(Prefix + name, type, summary, "The answer", [s_service, s_cluster, s_job, s_instance]);

    private static RpcMethodDescription Action(string name, string summary) =>
        new(Prefix + name, "string", summary, "OK, or what is wrong", [s_service, s_cluster, s_job, s_configuration, s_instance]);

    private static RpcMethodDescription WriteFile(string name, string summary) => new(
        Prefix + name, "string", summary, "OK",
        [new RpcParameter("string", "file_path", "Its absolute path"), new RpcParameter("string", "content", "The text")]);
}
