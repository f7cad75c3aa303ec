using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Minos.Daemon.Tests.Http;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>Bad requests to the whole daemon.</summary>
public class RequestTests
{
    private const string Call = "<?xml version='1.0'?><methodCall><methodName>supervisor.getState</methodName></methodCall>";

    [Theory]
    [InlineData("this is not xml")]
    [InlineData("")]
    [InlineData("<methodCall><methodName>supervisor.getState</methodName>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'x'>]><methodCall><methodName>&e;</methodName></methodCall>")]
    public async Task A_malformed_request_is_answered_with_400_and_the_connection_goes_on(string body)
    {
        await using Minosd minosd = await Minosd.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(minosd.Socket);

        Assert.Equal(400, (await client.RequestAsync(Post(body))).Status);
        RawResponse good = await client.RequestAsync(Post(Call));
        Assert.Equal(200, good.Status);
        Assert.Contains("RUNNING", good.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_over_10_MB_is_refused_and_the_daemon_goes_on()
    {
        await using Minosd minosd = await Minosd.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(minosd.Socket);

        Assert.Equal(413, (await client.RequestAsync("POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 10485761\r\n\r\n")).Status);
        await minosd.CallAsync("getState");
    }

    [Fact]
    public async Task HTTP_2_is_turned_away_and_the_daemon_goes_on()
    {
        await using Minosd minosd = await Minosd.StartAsync();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(minosd.Socket);
        await client.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        byte[] answer = new byte[1024];
        while (await client.ReceiveAsync(answer) > 0)
        {
            // It says so in frames of HTTP/2, and hangs up.
        }

        await minosd.CallAsync("getState");
    }

    [Fact]
    public async Task Without_clients_the_web_server_sleeps_and_who_comes_then_is_answered_with_the_date()
    {
        await using Minosd minosd = await Minosd.StartAsync();
        minosd.Client.Dispose();
        string clock = Directory.EnumerateDirectories($"/proc/{minosd.Pid}/task").Single(t => File.ReadAllText($"{t}/comm") == "Kestrel Timer\n");
        string seen = "";
        long since = 0;
        await Commands.UntilAsync(
            () =>
            {
                string now = File.ReadLines($"{clock}/status").Single(static l => l.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal));
                (seen, since) = (now, now == seen ? since : Stopwatch.GetTimestamp());
                return Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(3);
            },
            "three seconds without a turn of the clock that has one a second");

        DateTime before = DateTime.UtcNow;
        using RawClient client = await RawClient.ConnectAsync(minosd.Socket);
        RawResponse answer = await client.RequestAsync(Post(Call));

        Assert.Equal(200, answer.Status);
        Assert.True(DateTime.Parse(answer.Header("Date")!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) > before.AddSeconds(-1), answer.Header("Date"));
        Assert.DoesNotContain("heartbeat", minosd.MainLog, StringComparison.Ordinal);
    }

    private static string Post(string body) =>
        $"POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
