using System.Buffers;

namespace Minos.Rpc;

/// <summary>Calls methods by name, out of a fixed list, and answers <c>system.*</c> itself.</summary>
/// <remarks>
/// Only the listed methods can be reached: there is no look-up of anything by reflection. Instances are immutable and may be
/// used by any number of callers at once.
/// </remarks>
public sealed class RpcDispatcher
{
    private const string MulticallName = "system.multicall";

    private readonly Dictionary<string, RpcMethod> _methods;
    private readonly RpcArray _names;
    private readonly Action<string, Exception>? _onUnexpected;

    /// <summary>Makes a dispatcher of <paramref name="methods"/> and the four <c>system.*</c> methods.</summary>
    /// <param name="methods">The methods; their names differ.</param>
    /// <param name="onUnexpected">
    /// Told of exceptions that <c>system.multicall</c> turns into fault 30, for the main log. Those of a single call reach the
    /// caller of <see cref="CallAsync(string, IReadOnlyList{RpcValue}, CancellationToken)"/>.
    /// </param>
    public RpcDispatcher(IEnumerable<RpcMethod> methods, Action<string, Exception>? onUnexpected = null)
    {
        RpcMethod[] system =
        [
            new(SystemMethodTable.ListMethods, (_, _) => new ValueTask<RpcValue>(_names!)),
            new(SystemMethodTable.MethodHelp, (arguments, _) => new ValueTask<RpcValue>(Describe(arguments).Help)),
            new(
                SystemMethodTable.MethodSignature,
                (arguments, _) => new ValueTask<RpcValue>(RpcArray.FromStrings(Describe(arguments).Signature))),
            new(SystemMethodTable.Multicall, (arguments, cancellationToken) => MulticallAsync(arguments, null, cancellationToken)),
        ];
        _methods = methods.Concat(system).ToDictionary(static m => m.Name, StringComparer.Ordinal);
        _names = RpcArray.FromStrings(_methods.Keys.Order(StringComparer.Ordinal));
        _onUnexpected = onUnexpected;
    }

    /// <summary>Decodes a call, makes it and writes its answer or fault.</summary>
    /// <exception cref="MalformedRpcException">The request is not a call: HTTP 400.</exception>
    /// <exception cref="Exception">Whatever a method did not expect: HTTP 500. Nothing has been written then.</exception>
    public ValueTask DispatchAsync(
        ReadOnlySequence<byte> request, IBufferWriter<byte> response, CancellationToken cancellationToken) =>
        DispatchAsync(request, response, null, cancellationToken);

    /// <inheritdoc cref="DispatchAsync(ReadOnlySequence{byte}, IBufferWriter{byte}, CancellationToken)"/>
    /// <param name="request">The call.</param>
    /// <param name="response">Takes the answer.</param>
    /// <param name="refuse">Why the caller may not call a method, by its name; null when he may. Asked for each call of a multicall.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask DispatchAsync(
        ReadOnlySequence<byte> request, IBufferWriter<byte> response, Func<string, string?>? refuse, CancellationToken cancellationToken)
    {
        RpcCall call = XmlRpcReader.ReadCall(request);
        RpcValue result;
        try
        {
            result = await CallAsync(call.Method, call.Arguments, refuse, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcFault fault)
        {
            XmlRpcWriter.WriteFault(response, fault);
            return;
        }

        XmlRpcWriter.WriteResponse(response, result);
    }

    /// <summary>Makes a call.</summary>
    /// <exception cref="RpcFault">There is no such method, it takes another number of arguments, or it refuses the call.</exception>
    public ValueTask<RpcValue> CallAsync(string method, IReadOnlyList<RpcValue> arguments, CancellationToken cancellationToken) =>
        CallAsync(method, arguments, null, cancellationToken);

    private ValueTask<RpcValue> CallAsync(
        string method, IReadOnlyList<RpcValue> arguments, Func<string, string?>? refuse, CancellationToken cancellationToken)
    {
        if (!_methods.TryGetValue(method, out RpcMethod? found))
        {
            throw new RpcFault(RpcFaultCode.UnknownMethod);
        }

        if (arguments.Count < found.RequiredCount || arguments.Count > found.ParameterCount)
        {
            throw RpcFault.IncorrectParameters();
        }

        if (refuse?.Invoke(method) is { } reason)
        {
            throw RpcFault.Failed(reason);
        }

        if (method == MulticallName)
        {
            return MulticallAsync(new RpcArguments(arguments), refuse, cancellationToken);
        }

        return found.Handler(new RpcArguments(arguments), cancellationToken);
    }

    private RpcMethodDescription Describe(RpcArguments arguments) =>
        _methods.TryGetValue(arguments.GetString(0), out RpcMethod? method)
            ? method.Description
            : throw new RpcFault(RpcFaultCode.SignatureUnsupported);

    // One after the other, as for Supervisor: a call that waits (startProcess) holds up those behind it, so that a stop followed
    // by a start of the same process is a restart. Results stand bare in the answer, not wrapped in arrays of one.
    private async ValueTask<RpcValue> MulticallAsync(RpcArguments arguments, Func<string, string?>? refuse, CancellationToken cancellationToken)
    {
        RpcArray calls = arguments.GetArray(0);
        var results = new RpcArray(calls.Count);
        foreach (RpcValue call in calls)
        {
            results.Add(await CallItemAsync(call, refuse, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    private async ValueTask<RpcValue> CallItemAsync(RpcValue item, Func<string, string?>? refuse, CancellationToken cancellationToken)
    {
        string name = "";
        try
        {
            if (item is not RpcStruct call)
            {
                throw RpcFault.IncorrectParameters($"call must be struct, not {item.TypeName}");
            }

            if (!call.TryGetValue("methodName", out RpcValue? nameValue) || nameValue is RpcNil)
            {
                throw RpcFault.IncorrectParameters("No methodName");
            }

            name = (nameValue as RpcString)?.Value
                ?? throw RpcFault.IncorrectParameters($"methodName must be string, not {nameValue.TypeName}");
            if (name == MulticallName)
            {
                throw RpcFault.IncorrectParameters("Recursive system.multicall forbidden");
            }

            IReadOnlyList<RpcValue> arguments = !call.TryGetValue("params", out RpcValue? parameters)
                ? []
                : parameters as RpcArray ?? throw RpcFault.IncorrectParameters();
            return await CallAsync(name, arguments, refuse, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcFault fault)
        {
            return fault.ToStruct();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // One call's failure is its own answer; the other calls of the list are still made.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _onUnexpected?.Invoke(name, e);
            return RpcFault.Failed($"{e.GetType().Name}:{e.Message}").ToStruct();
        }
    }
}
