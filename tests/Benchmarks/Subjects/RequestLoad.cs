using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Minos.Benchmarks.Measuring;

namespace Minos.Benchmarks.Subjects;

/// <summary>Clients that ask as soon as they have their answer, and do nothing with it: they need little of the processors that they share with whom they ask.</summary>
/// <remarks>An HTTP client of the runtime's makes a text of each answer, which costs more than many a server needs for it.</remarks>
internal sealed class RequestLoad(int port, string method)
{
    private readonly byte[] _request = Encoding.ASCII.GetBytes(Request(method));

    /// <summary>Asks for some seconds.</summary>
    /// <param name="clients">How many at the same time, each with a connection and a thread of its own.</param>
    /// <param name="seconds">How long; the answers that are awaited then are counted too.</param>
    /// <returns>Answers a second.</returns>
    /// <exception cref="InvalidOperationException">An answer is no answer to the call.</exception>
    internal async Task<double> RunAsync(int clients, double seconds)
    {
        long begin = Clock.Nanoseconds;
        int[] answers = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ =>
            Task.Factory.StartNew(() => Ask(begin, seconds), TaskCreationOptions.LongRunning)));
        return answers.Sum() / (Clock.MillisecondsSince(begin) / 1000);
    }

    private static string Request(string method)
    {
        string body = $"<?xml version='1.0'?><methodCall><methodName>{method}</methodName><params></params></methodCall>";
        return $"POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }

    private int Ask(long begin, double seconds)
    {
        byte[] buffer = new byte[1 << 18];
        int answers = 0;
        Socket? socket = null;
        try
        {
            while (Clock.MillisecondsSince(begin) < seconds * 1000)
            {
                if (socket is null)
                {
                    socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    socket.Connect(IPAddress.Loopback, port);
                }

                _ = socket.Send(_request);
                if (!ReadAnswer(socket, buffer))
                {
                    socket.Dispose();
                    socket = null;
                }

                answers++;
            }
        }
        finally
        {
            socket?.Dispose();
        }

        return answers;
    }

    /// <returns>Whether the connection stays open.</returns>
    private static bool ReadAnswer(Socket socket, byte[] buffer)
    {
        int received = 0, end = -1;
        while (end < 0)
        {
            received += Receive(socket, buffer.AsSpan(received));
            end = buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        }

        string head = Encoding.ASCII.GetString(buffer, 0, end);
        string beginning = Encoding.ASCII.GetString(buffer, end + 4, Math.Min(received - end - 4, 300));
        string[] lines = head.Split("\r\n");
        if (!lines[0].Contains(" 200 ", StringComparison.Ordinal) || beginning.Contains("<fault>", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{lines[0]}: {beginning}");
        }

        int left = Length(lines) - (received - end - 4);
        while (left > 0)
        {
            left -= Receive(socket, buffer);
        }

        return lines[0].StartsWith("HTTP/1.1", StringComparison.Ordinal) && !lines.Contains("Connection: close", StringComparer.OrdinalIgnoreCase);
    }

    private static int Length(string[] lines)
    {
        const string Name = "Content-Length:";
        string line = lines.First(static line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return int.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
    }

    private static int Receive(Socket socket, Span<byte> buffer)
    {
        int count = socket.Receive(buffer);
        return count > 0 ? count : throw new InvalidOperationException("The connection ended within an answer");
    }
}
