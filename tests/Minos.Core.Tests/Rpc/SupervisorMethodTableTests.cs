using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

public class SupervisorMethodTableTests
{
    // What Supervisor 4.2.5 answers to system.methodSignature, method by method.
    [Theory]
    [InlineData("boolean", "clearLog restart shutdown")]
    [InlineData("boolean string", "addProcessGroup removeProcessGroup clearProcessLog clearProcessLogs")]
    [InlineData("boolean string boolean", "startProcess stopProcess")]
    [InlineData("boolean string string", "sendProcessStdin sendRemoteCommEvent signalProcess")]
    [InlineData("array", "clearAllProcessLogs getAllConfigInfo getAllProcessInfo reloadConfig")]
    [InlineData("array boolean", "startAllProcesses stopAllProcesses")]
    [InlineData("array string", "signalAllProcesses")]
    [InlineData("array string string", "signalProcessGroup")]
    [InlineData("array string boolean", "startProcessGroup stopProcessGroup")]
    [InlineData("array string int int", "tailProcessLog tailProcessStdoutLog tailProcessStderrLog")]
    [InlineData("string", "getAPIVersion getVersion getIdentification getSupervisorVersion")]
    [InlineData("string int int", "readLog readMainLog")]
    [InlineData("string string int int", "readProcessLog readProcessStdoutLog readProcessStderrLog")]
    [InlineData("int", "getPID")]
    [InlineData("struct", "getState")]
    [InlineData("struct string", "getProcessInfo")]
    public void Signatures_are_supervisors(string signature, string names)
    {
        foreach (string name in names.Split(' '))
        {
            RpcMethodDescription description = Assert.Single(SupervisorMethodTable.All, d => d.Name == "supervisor." + name);
            Assert.Equal(signature, string.Join(' ', description.Signature));
        }
    }

    [Fact]
    public void There_are_37_names_of_32_methods()
    {
        Assert.Equal(37, SupervisorMethodTable.All.Select(d => d.Name).Distinct().Count());
        Assert.Equal(5, SupervisorMethodTable.Aliases.Count);
        Assert.All(SupervisorMethodTable.Aliases, alias => Assert.Equal(
            SupervisorMethodTable.All.Single(d => d.Name == alias.Value).Signature,
            SupervisorMethodTable.All.Single(d => d.Name == alias.Key).Signature));
    }

    [Fact]
    public void Only_the_wait_of_starts_and_stops_may_be_left_out() => Assert.All(
        SupervisorMethodTable.All,
        d => Assert.All(d.Parameters, p => Assert.Equal(p.Name == "wait", p.IsOptional)));

    [Fact]
    public async Task An_alias_calls_the_code_of_its_method()
    {
        Dictionary<string, RpcHandler> handlers = Handlers();
        var dispatcher = new RpcDispatcher(SupervisorMethodTable.Bind(handlers));
        Assert.Equal("getAPIVersion", (await dispatcher.CallAsync("supervisor.getVersion", [], default)).AsString());
        Assert.Equal("readProcessStdoutLog", (await dispatcher.CallAsync("supervisor.readProcessLog", ["x", 0, 0], default)).AsString());
        Assert.Equal(41, (await dispatcher.CallAsync("system.listMethods", [], default)).AsArray().Count);
    }

    [Fact]
    public void A_missing_or_unknown_method_is_noticed()
    {
        Dictionary<string, RpcHandler> missing = Handlers();
        missing.Remove("getPID");
        Assert.Contains("supervisor.getPID", Assert.Throws<ArgumentException>(() => SupervisorMethodTable.Bind(missing)).Message, StringComparison.Ordinal);
        Dictionary<string, RpcHandler> unknown = Handlers();
        unknown.Add("getPdi", unknown["getPID"]);
        Assert.Contains("supervisor.getPdi", Assert.Throws<ArgumentException>(() => SupervisorMethodTable.Bind(unknown)).Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, RpcHandler> Handlers() => SupervisorMethodTable.All
        .Where(d => !SupervisorMethodTable.Aliases.ContainsKey(d.Name))
        .Select(d => d.Name["supervisor.".Length..])
        .ToDictionary(name => name, name => (RpcHandler)((_, _) => new(name)));
}
