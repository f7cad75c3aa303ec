namespace Minos.Daemon.Http;

/// <summary>Slows those down who guess passwords: after three wrong ones a client's logins are looked at one after the other, each a while
/// after the last, up to two seconds.</summary>
/// <remarks>Bounded: of more clients than <see cref="MaxClients"/> the one that has been quiet for longest is forgotten.</remarks>
internal sealed class LoginDelay(TimeProvider time)
{
    internal const int MaxClients = 1024;

    private const int FreeFailures = 3;
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (int Failures, long Next)> _clients = [];

    /// <summary>How long a client has to wait before its credentials are looked at.</summary>
    public TimeSpan Reserve(string client)
    {
        lock (_clients)
        {
            if (!_clients.TryGetValue(client, out (int Failures, long Next) state) || state.Failures < FreeFailures)
            {
                return TimeSpan.Zero;
            }

            long now = time.GetTimestamp();
            TimeSpan pause = s_step * Math.Pow(2, Math.Min(state.Failures - FreeFailures, 10));
            pause = pause < s_longest ? pause : s_longest;
            long turn = Math.Max(now, state.Next) + (long)(pause.TotalSeconds * time.TimestampFrequency);
            _clients[client] = (state.Failures, turn);
            return time.GetElapsedTime(now, turn);
        }
    }

    /// <summary>Remembers how a login went.</summary>
    public void Note(string client, bool succeeded)
    {
        lock (_clients)
        {
            if (succeeded)
            {
                _clients.Remove(client);
                return;
            }

            _clients.TryGetValue(client, out (int Failures, long Next) state);
            _clients[client] = (state.Failures + 1, Math.Max(state.Next, time.GetTimestamp()));
            if (_clients.Count > MaxClients)
            {
                _clients.Remove(_clients.MinBy(static c => c.Value.Next).Key);
            }
        }
    }
}
