namespace Minos.Conformance.Tests.Steps;

/// <summary>Short names for the steps, for use in cases.</summary>
internal static class Ask
{
    public static Step Call(string method, params IReadOnlyList<object> parameters) => new RpcStep(method, parameters);

    /// <summary>system.multicall.</summary>
    public static Step Multicall(params IReadOnlyList<BatchedCall> calls) => new RpcStep("system.multicall", [calls.Cast<object>().ToArray()]);

    /// <summary>A command line of supervisorctl.</summary>
    public static Step Control(string line) => new ControlStep(line);

    /// <summary>What is typed into supervisorctl.</summary>
    public static Step Typed(params IReadOnlyList<string> lines) => new ControlStep("", string.Join('\n', lines) + "\n");

    public static Step Get(string path, string? authorization = null) => new HttpStep("GET", path) { Authorization = authorization };

    /// <summary>A page of which only the status and the headers are compared.</summary>
    public static Step Page(string path) => new HttpStep("GET", path) { ShowsBody = false };

    public static Step Follow(string path, string ending) => new StreamStep(path, ending);

    public static Step Until(string process, string state) => new UntilStep(process, state);

    public static Step UntilFile(string name, string pattern) => new UntilFileStep(name, pattern);

    public static Step ReadFile(string name) => new ReadFileStep(name);

    /// <summary>The lines of the main log that match a pattern.</summary>
    public static Step MainLog(string pattern) => new ReadFileStep("main.log", pattern);

    public static Step ListFiles(string pattern) => new ListFilesStep(pattern);

    public static Step Write(string name, string content) => new WriteFileStep(name, content);

    public static Step Signal(string name) => new SignalStep(name);

    public static Step Exit() => new ExitStep();
}
