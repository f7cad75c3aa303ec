using Minos.Rpc;

namespace Minos.PowerShell.Connections;

/// <summary>Reads logs line by line.</summary>
internal static class LogLines
{
    // A guess of how long a line is; what is read in vain costs less than a second request.
    private const int BytesPerLine = 256;
    private const int LongBytesPerLine = 4096;
    private const int MaxBytes = 4 * 1024 * 1024;

    internal static async Task ReadAsync(
        RpcClient client, string method, RpcValue[] arguments, string stream, int tail, bool follow, Action<string> write, CancellationToken token)
    {
        if (follow)
        {
            await FollowAsync(client, stream, tail, write, token).ConfigureAwait(false);
            return;
        }

        List<string> lines = [];
        for (int bytes = Math.Min(MaxBytes, tail * BytesPerLine); tail > 0; bytes = Math.Min(MaxBytes, bytes * 8))
        {
            string text = (await client.CallAsync(method, [.. arguments, -bytes, 0], token).ConfigureAwait(false)).AsString();
            lines = [.. text.TrimEnd('\n').Split('\n')];
            if (lines.Count > tail || System.Text.Encoding.UTF8.GetByteCount(text) < bytes || bytes == MaxBytes)
            {
                lines = text.Length == 0 ? [] : lines;
                break;
            }
        }

        foreach (string line in lines.TakeLast(tail))
        {
            write(line);
        }
    }

    // The stream begins with the end of the file. minosd knows of lines; Supervisor sends 1024 bytes, of which the first line may lack its beginning.
    private static async Task FollowAsync(RpcClient client, string path, int tail, Action<string> write, CancellationToken token)
    {
        long bytes = Math.Clamp((long)tail * LongBytesPerLine, 1024, MaxBytes);
        using Stream stream = await client.OpenStreamAsync($"{path}?limit={bytes}&lines={tail}", token).ConfigureAwait(false);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(token).ConfigureAwait(false) is { } line)
        {
            write(line);
        }
    }
}
