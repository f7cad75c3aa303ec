using Minos.Rpc;

namespace Minos.Deployment;

/// <summary>The <c>config_dict</c> of a call, checked.</summary>
internal sealed record JobRequest
{
    private static readonly string[] s_reserved =
        ["run.cfg", "stdout", "log", "package", "bootstrap.sh", "start.sh", "cleanup.sh", ".bootstrapping", ".script"];

    public required string Artifact { get; init; }

    public bool ForceUpdate { get; init; }

    public PackageInfo? Package { get; init; }

    public string CleanupToken { get; init; } = "";

    public string DataIndexes { get; init; } = "";

    public string? BootstrapScript { get; init; }

    public string? StartScript { get; init; }

    public string? CleanupScript { get; init; }

    public string HttpUrl { get; init; } = "";

    public required IReadOnlyList<(string Name, string Content)> Files { get; init; }

    /// <summary>Whether a name in the run directory is not for configuration files.</summary>
    public static bool IsReserved(string name) => s_reserved.Contains(name);

    /// <exception cref="RpcFault">A value has a wrong type, or cannot be used.</exception>
    public static JobRequest From(RpcStruct values)
    {
        string? Text(string name) => !values.TryGetValue(name, out RpcValue? value) || value is RpcNil ? null : value switch
        {
            RpcString or RpcBinary => value.AsString(),
            RpcInteger => value.ToString(),
            _ => throw RpcFault.IncorrectParameters($"{name} must be string, not {value.TypeName}"),
        };
        string Line(string name) => Text(name) is not { } text ? ""
            : text.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0 ? text : throw RpcFault.IncorrectParameters($"{name} must be one line");
        string[] triple = [Line("package_name"), Line("revision"), Line("timestamp")];
        string artifact = Line("artifact");
        if (artifact.Length > 0 && !PathSegment.IsValid(artifact))
        {
            throw RpcFault.IncorrectParameters($"artifact '{artifact}' is not allowed: {PathSegment.Allowed}");
        }

        return new JobRequest
        {
            Artifact = artifact,
            ForceUpdate = values.TryGetValue("force_update", out RpcValue? force) && new RpcArguments([force]).GetBool(0),
            Package = triple.All(static t => t.Length > 0) ? new PackageInfo(artifact, triple[0], triple[1], triple[2]) : null,
            CleanupToken = Line("cleanup_token"),
            DataIndexes = Line("data_dir_indexes"),
            BootstrapScript = Text("bootstrap.sh") is { Length: > 0 } bootstrap ? bootstrap : null,
            StartScript = Text("start.sh") is { Length: > 0 } start ? start : null,
            CleanupScript = Text("cleanup.sh") is { Length: > 0 } cleanup ? cleanup : null,
            HttpUrl = CheckUrl(Line("http_url")),
            Files = values.TryGetValue("config_files", out RpcValue? files) && files is not (RpcNil or RpcString { Value: "" })
                ? [.. (files as RpcStruct ?? throw RpcFault.IncorrectParameters($"config_files must be struct, not {files.TypeName}")).Select(ReadFile)]
                : [],
        };
    }

    private static (string Name, string Content) ReadFile(KeyValuePair<string, RpcValue> file)
    {
        if (!PathSegment.IsValid(file.Key) || s_reserved.Contains(file.Key))
        {
            throw RpcFault.IncorrectParameters($"config_files: '{file.Key}' is not allowed: {PathSegment.Allowed}; the names of the run directory's own files are reserved");
        }

        return file.Value is RpcString or RpcBinary
            ? (file.Key, file.Value.AsString())
            : throw RpcFault.IncorrectParameters($"config_files: '{file.Key}' must be string, not {file.Value.TypeName}");
    }

    private static string CheckUrl(string url) =>
        url.Length == 0 || (Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" && !url.Contains(' '))
            ? url
            : throw RpcFault.IncorrectParameters("http_url must be a URL with http or https, or empty");
}
