namespace Minos.Configuration;

/// <summary>An <c>[rpcinterface:x]</c> section (spec 01 section 5.9).</summary>
/// <param name="Name">The namespace, e.g. <c>supervisor</c>.</param>
/// <param name="Factory">Value of <c>supervisor.rpcinterface_factory</c>.</param>
/// <param name="Options">Every other key, lower case, expanded.</param>
public sealed record RpcInterfaceSettings(string Name, string Factory, ValueList<KeyValuePair<string, string>> Options)
{
    /// <summary>The factory of Supervisor's own interface.</summary>
    public const string MainFactory = "supervisor.rpcinterface:make_main_rpcinterface";

    /// <summary>The factory of the Minos fork's deployment interface.</summary>
    public const string DeploymentFactory = "deployment.rpcinterface:deployment_rpcinterface";
}
