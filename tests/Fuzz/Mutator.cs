namespace Minos.Fuzz;

/// <summary>Changes inputs as fuzzers do: bytes, lengths, repetitions, and parts of other inputs. The same seed makes the same inputs.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> corpus)
{
    private const int MaxBytes = 4096;

    private static readonly byte[] s_interesting = "\0\n\r\t %()[]=:;#,\"'\\<>&/-+_09azRO\x7f\u0080"u8.ToArray();

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        List<byte> data = [.. Any()];
        for (int i = _random.Next(1, 8); i > 0; i--)
        {
            Change(data);
        }

        return [.. data.Take(MaxBytes)];
    }

    private void Change(List<byte> data)
    {
        int at = _random.Next(data.Count + 1);
        int length = Math.Min(_random.Next(1, 17), data.Count - at);
        switch (_random.Next(8))
        {
            case 0 when at < data.Count:
                data[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < data.Count:
                data[at] = s_interesting[_random.Next(s_interesting.Length)];
                break;
            case 2:
                data.Insert(at, s_interesting[_random.Next(s_interesting.Length)]);
                break;
            case 3:
                data.Insert(at, (byte)_random.Next(256));
                break;
            case 4:
                data.RemoveRange(at, length);
                break;
            case 5:
                data.InsertRange(_random.Next(data.Count + 1), data.GetRange(at, length));
                break;
            case 6:
                data.InsertRange(at, Enumerable.Repeat(s_interesting[_random.Next(s_interesting.Length)], _random.Next(1, 300)));
                break;
            default:
                byte[] other = Any();
                int start = _random.Next(other.Length + 1);
                data.InsertRange(at, other.AsSpan(start, _random.Next(other.Length - start + 1)).ToArray());
                break;
        }
    }

    private byte[] Any() => corpus[_random.Next(corpus.Count)];
}
