using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Minos.Benchmarks.Subjects;

/// <summary>Requests as every client of Supervisor sends them, over connections that stay open where the server lets them.</summary>
internal sealed partial class SupervisorRequests(int port) : IDisposable
{
    // A connection that nobody uses is closed: nobody is connected while a daemon is measured at rest.
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = TimeSpan.FromMinutes(5),
    };

    /// <summary>The port of 127.0.0.1 that is asked.</summary>
    internal int Port => port;

    public void Dispose() => _client.Dispose();

    /// <summary>Calls a method; returns the answer's XML.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="values">Parameters as XML-RPC values, such as <c>&lt;boolean&gt;1&lt;/boolean&gt;</c>.</param>
    /// <exception cref="InvalidOperationException">The answer is a fault.</exception>
    internal async Task<string> CallAsync(string method, params string[] values)
    {
        string parameters = string.Concat(values.Select(value => $"<param><value>{value}</value></param>"));
        using var content = new StringContent($"<?xml version='1.0'?><methodCall><methodName>{method}</methodName><params>{parameters}</params></methodCall>", Encoding.ASCII);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        using HttpResponseMessage response = await _client.PostAsync("/RPC2", content);
        string answer = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        return answer.Contains("<fault>", StringComparison.Ordinal) ? throw new InvalidOperationException($"{method}: {answer}") : answer;
    }

    /// <summary>Reads a page.</summary>
    internal async Task<string> GetAsync(string path) => await _client.GetStringAsync(path);

    /// <summary>The states of all processes, by name such as RUNNING.</summary>
    internal async Task<IReadOnlyList<string>> StatesAsync() =>
        [.. StateNames().Matches(await CallAsync("supervisor.getAllProcessInfo")).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"<name>statename</name>\s*<value><string>(\w+)</string>")]
    private static partial Regex StateNames();
}
