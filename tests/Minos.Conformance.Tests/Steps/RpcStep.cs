using System.Text;
using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Steps;

/// <summary>An XML-RPC call: its value or its fault.</summary>
internal sealed record RpcStep(string Method, params IReadOnlyList<object> Parameters) : Step
{
    public override string Text => Parameters.Count == 0 ? $"rpc {Method}" : $"rpc {Method}({string.Join(", ", Parameters.Select(XmlRpcText.Show))})";

    public override async Task<string> RunAsync(DaemonRun run, CancellationToken cancellation)
    {
        string request = run.Fill(XmlRpcText.Request(Method, Parameters));
        using var content = new StringContent(request, Encoding.UTF8, "text/xml");
        using HttpResponseMessage response = await run.Http.PostAsync(new Uri("/RPC2", UriKind.Relative), content, cancellation);
        string body = await response.Content.ReadAsStringAsync(cancellation);
        string answer = response.IsSuccessStatusCode ? XmlRpcText.Show(body) : $"HTTP status {(int)response.StatusCode}";
        return Method == "supervisor.getPID" && answer == $"int {run.Pid}" ? "the daemon's" : answer;
    }
}
