using System.Text.Json;
using Minos.Rpc;

namespace Minos.PowerShell.Connections;

/// <summary>Reads minosd's <c>/events</c>: server-sent events with one line of JSON each.</summary>
internal static class EventStream
{
    private const string EventField = "event: ";
    private const string DataField = "data: ";

    internal static async Task ReadAsync(RpcClient client, MinosHost host, bool includeCurrent, Action<MinosEvent> found, CancellationToken token)
    {
        using Stream stream = await client.OpenStreamAsync("/events", token).ConfigureAwait(false);
        using var reader = new StreamReader(stream);
        string name = "";
        while (await reader.ReadLineAsync(token).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(EventField, StringComparison.Ordinal))
            {
                name = line[EventField.Length..];
            }
            else if (line.StartsWith(DataField, StringComparison.Ordinal) && name is "state" or "snapshot")
            {
                using JsonDocument data = Parse(line[DataField.Length..]);
                IEnumerable<JsonElement> rows = name == "state" ? [data.RootElement] : includeCurrent ? data.RootElement.GetProperty("processes").EnumerateArray() : [];
                foreach (JsonElement row in rows)
                {
                    found(new MinosEvent(host, row));
                }

                name = "";
            }
        }
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new MalformedRpcException("an event is not JSON", exception);
        }
    }
}
