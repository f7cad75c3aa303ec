namespace Minos.Rpc;

/// <summary>The descriptions of the <c>system.*</c> methods.</summary>
public static class SystemMethodTable
{
    /// <summary><c>system.listMethods</c></summary>
    public static RpcMethodDescription ListMethods { get; } = new(
        "system.listMethods", "array", "List the names of all methods.", "Full method names, sorted", []);

    /// <summary><c>system.methodHelp</c></summary>
    public static RpcMethodDescription MethodHelp { get; } = new(
        "system.methodHelp",
        "string",
        "Get the documentation of a method.",
        "The text",
        [new RpcParameter("string", "name", "The full name of the method")]);

    /// <summary><c>system.methodSignature</c></summary>
    public static RpcMethodDescription MethodSignature { get; } = new(
        "system.methodSignature",
        "array",
        "Get the types of a method.",
        "The type of the answer, followed by the types of the parameters in order",
        [new RpcParameter("string", "name", "The full name of the method")]);

    /// <summary><c>system.multicall</c></summary>
    public static RpcMethodDescription Multicall { get; } = new(
        "system.multicall",
        "array",
        "Make several calls in one request, in order, each after the one before it has finished.",
        "For each call its bare result, or a struct {faultCode, faultString} when it was refused",
        [new RpcParameter("array", "calls", "Structs {string methodName, array params}; params may be left out")]);
}
