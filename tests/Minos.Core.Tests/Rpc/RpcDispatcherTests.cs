using System.Buffers;
using System.Text;
using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

public class RpcDispatcherTests
{
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource _gate = new();
    private readonly RpcDispatcher _dispatcher;

    public RpcDispatcherTests() => _dispatcher = new RpcDispatcher(
        [
            Method("test.echo", ["string"], 0, (arguments, _) => Logged($"echo {arguments.GetString(0)}", arguments.GetString(0))),
            Method("test.add", ["int", "int"], 1, (arguments, _) => new(arguments.GetInt(0) + arguments.GetInt(1, 100))),
            Method("test.refuse", [], 0, (_, _) => throw RpcFault.BadName("web")),
            Method("test.crash", [], 0, (_, _) => throw new InvalidOperationException("it broke")),
            Method("test.wait", [], 0, async (_, cancellationToken) =>
            {
                _log.Add("wait");
                await _gate.Task.WaitAsync(cancellationToken);
                _log.Add("waited");
                return true;
            }),
        ],
        (method, error) => _log.Add($"{method}: {error.Message}"));

    [Fact]
    public async Task A_method_gets_its_arguments_and_answers() =>
        Assert.Equal(3, (await _dispatcher.CallAsync("test.add", [1, 2], default)).AsInteger());

    [Fact]
    public async Task An_optional_argument_may_be_left_out() =>
        Assert.Equal(101, (await _dispatcher.CallAsync("test.add", [1], default)).AsInteger());

    [Theory]
    [InlineData("test.nope")]
    [InlineData("echo")]
    [InlineData("")]
    [InlineData("test.echo.x")]
    [InlineData("test.__init__")]
    [InlineData("TEST.ECHO")]
    public async Task An_unknown_method_is_fault_1(string name) => await AssertFaultAsync(name, [], 1, "UNKNOWN_METHOD");

    [Fact]
    public async Task Too_few_or_too_many_arguments_are_fault_2()
    {
        await AssertFaultAsync("test.echo", [], 2, "INCORRECT_PARAMETERS");
        await AssertFaultAsync("test.add", [1, 2, 3], 2, "INCORRECT_PARAMETERS");
        await AssertFaultAsync("system.listMethods", [1], 2, "INCORRECT_PARAMETERS");
    }

    [Fact]
    public async Task An_argument_of_a_wrong_type_is_fault_2() =>
        await AssertFaultAsync("test.echo", [1], 2, "INCORRECT_PARAMETERS: argument 1 must be string, not int");

    [Fact]
    public async Task What_a_method_did_not_expect_reaches_the_caller() =>
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _dispatcher.CallAsync("test.crash", [], default));

    [Fact]
    public async Task All_methods_are_listed_sorted()
    {
        RpcValue names = await _dispatcher.CallAsync("system.listMethods", [], default);
        Assert.Equal(
            [
                "system.listMethods", "system.methodHelp", "system.methodSignature", "system.multicall", "test.add", "test.crash", "test.echo",
                "test.refuse", "test.wait",
            ],
            names.AsArray().Select(n => n.AsString()));
    }

    [Theory]
    [InlineData("test.add", "[int, int, int]")]
    [InlineData("system.multicall", "[array, array]")]
    [InlineData("system.listMethods", "[array]")]
    [InlineData("system.methodHelp", "[string, string]")]
    [InlineData("system.methodSignature", "[array, string]")]
    public async Task A_signature_is_the_answers_type_and_all_parameters_types(string name, string expected) =>
        Assert.Equal(expected, (await _dispatcher.CallAsync("system.methodSignature", [name], default)).ToString());

    [Fact]
    public async Task Help_has_the_lines_that_tools_look_for()
    {
        string help = (await _dispatcher.CallAsync("system.methodHelp", ["test.add"], default)).AsString();
        Assert.Contains("\n@param int p0  ", help, StringComparison.Ordinal);
        Assert.Contains("\n@return int result  ", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_known_of_an_unknown_method()
    {
        await AssertFaultAsync("system.methodHelp", ["test.nope"], 4, "SIGNATURE_UNSUPPORTED");
        await AssertFaultAsync("system.methodSignature", ["test.nope"], 4, "SIGNATURE_UNSUPPORTED");
    }

    [Fact]
    public async Task A_multicall_answers_bare_values_and_fault_structs_in_order()
    {
        RpcValue results = await _dispatcher.CallAsync(
            "system.multicall",
            [
                new RpcArray
                {
                    Call("test.add", 1, 2), Call("test.nope"), new RpcStruct(), Call("system.multicall", new RpcArray()), Call("test.refuse"),
                    Call("test.crash"), new RpcStruct { ["methodName"] = "system.methodHelp" }, Call("test.echo", "x"), 5,
                    new RpcStruct { ["methodName"] = 5 }, new RpcStruct { ["methodName"] = "test.echo", ["params"] = "x" },
                },
            ],
            default);
        Assert.Equal(
            [
                "int 3", Fault(1, "UNKNOWN_METHOD"), Fault(2, "INCORRECT_PARAMETERS: No methodName"),
                Fault(2, "INCORRECT_PARAMETERS: Recursive system.multicall forbidden"), Fault(10, "BAD_NAME: web"),
                Fault(30, "FAILED: InvalidOperationException:it broke"), Fault(2, "INCORRECT_PARAMETERS"), "string 'x'",
                Fault(2, "INCORRECT_PARAMETERS: call must be struct, not int"),
                Fault(2, "INCORRECT_PARAMETERS: methodName must be string, not int"), Fault(2, "INCORRECT_PARAMETERS"),
            ],
            results.AsArray().Select(RpcDump.Of));
        Assert.Equal(["test.crash: it broke", "echo x"], _log);
    }

    [Fact]
    public async Task An_empty_multicall_has_an_empty_answer() =>
        Assert.Empty((await _dispatcher.CallAsync("system.multicall", [new RpcArray()], default)).AsArray());

    [Fact]
    public async Task A_call_that_waits_holds_up_those_behind_it()
    {
        ValueTask<RpcValue> running = _dispatcher.CallAsync(
            "system.multicall", [new RpcArray { Call("test.wait"), Call("test.echo", "after") }], default);
        Assert.Equal(["wait"], _log);
        _gate.SetResult();
        Assert.Equal("[true, after]", (await running).ToString());
        Assert.Equal(["wait", "waited", "echo after"], _log);
    }

    [Fact]
    public async Task A_multicall_that_nobody_waits_for_stops()
    {
        using var cancellation = new CancellationTokenSource();
        ValueTask<RpcValue> running = _dispatcher.CallAsync(
            "system.multicall", [new RpcArray { Call("test.wait"), Call("test.echo", "after") }], cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);
        Assert.Equal(["wait"], _log);
    }

    [Fact]
    public async Task A_request_becomes_an_answer_or_a_fault()
    {
        Assert.Equal("x", XmlRpcReader.ReadResponse(await DispatchAsync("test.echo", "x")).AsString());
        byte[] refused = await DispatchAsync("test.refuse");
        Assert.Equal(RpcFaultCode.BadName, Assert.Throws<RpcFault>(() => XmlRpcReader.ReadResponse(refused)).Code);
    }

    [Fact]
    public async Task A_request_that_is_no_call_is_malformed() => await Assert.ThrowsAsync<MalformedRpcException>(
        async () => await _dispatcher.DispatchAsync(
            new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes("<html/>")), new ArrayBufferWriter<byte>(), default));

    private static string Fault(int code, string text) => $"struct {{faultCode: int {code}, faultString: string '{text}'}}";

    private static RpcStruct Call(string name, params RpcValue[] arguments) =>
        new() { ["methodName"] = name, ["params"] = new RpcArray(arguments) };

    private static RpcMethod Method(string name, string[] types, int optional, RpcHandler handler) => new(
        new RpcMethodDescription(
            name, "int", "A test.", "Something", [.. types.Select((t, i) => new RpcParameter(t, $"p{i}", "?", i >= types.Length - optional))]),
        handler);

    private async Task AssertFaultAsync(string method, RpcValue[] arguments, int code, string text)
    {
        RpcFault fault = await Assert.ThrowsAsync<RpcFault>(async () => await _dispatcher.CallAsync(method, arguments, default));
        Assert.Equal((code, text), ((int)fault.Code, fault.FaultString));
    }

    private async Task<byte[]> DispatchAsync(string method, params RpcValue[] arguments)
    {
        var request = new ArrayBufferWriter<byte>();
        XmlRpcWriter.WriteCall(request, method, arguments);
        var response = new ArrayBufferWriter<byte>();
        await _dispatcher.DispatchAsync(new ReadOnlySequence<byte>(request.WrittenMemory), response, default);
        return response.WrittenSpan.ToArray();
    }

    private ValueTask<RpcValue> Logged(string line, RpcValue result)
    {
        _log.Add(line);
        return new(result);
    }
}
