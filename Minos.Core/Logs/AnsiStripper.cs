using System.Buffers;

namespace Minos.Logs;

/// <summary>Removes ANSI escape sequences as Supervisor's <c>strip_ansi</c> does: from ESC <c>[</c> through the next of
/// <c>H f A B C D R s u J K h l p m</c>.</summary>
/// <remarks>Supervisor starts afresh with every read, and so leaves or eats what a read cuts in two; here the result does not depend on
/// where the output is cut.</remarks>
internal sealed class AnsiStripper
{
    private const byte Escape = 0x1B;

    private static readonly SearchValues<byte> s_terminators = SearchValues.Create("HfABCDRsuJKhlpm"u8);

    private State _state;

    private enum State
    {
        Text,
        AfterEscape,
        InSequence,
    }

    /// <summary>Filters one piece of output.</summary>
    /// <param name="input">The piece.</param>
    /// <param name="scratch">At least one byte longer than <paramref name="input"/>.</param>
    /// <returns>What is left, in either of the two.</returns>
    public ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> input, Span<byte> scratch)
    {
        if (_state == State.Text && !input.Contains(Escape))
        {
            return input;
        }

        int length = 0;
        while (!input.IsEmpty)
        {
            switch (_state)
            {
                case State.Text:
                    int escape = input.IndexOf(Escape);
                    int text = escape < 0 ? input.Length : escape;
                    input[..text].CopyTo(scratch[length..]);
                    length += text;
                    _state = escape < 0 ? State.Text : State.AfterEscape;
                    input = input[(escape < 0 ? text : text + 1)..];
                    break;

                case State.AfterEscape:
                    if (input[0] == (byte)'[')
                    {
                        _state = State.InSequence;
                        input = input[1..];
                    }
                    else
                    {
                        // Not the start of a sequence: the escape character is text, and what follows is looked at again.
                        scratch[length++] = Escape;
                        _state = State.Text;
                    }

                    break;

                default:
                    int end = input.IndexOfAny(s_terminators);
                    _state = end < 0 ? State.InSequence : State.Text;
                    input = input[(end < 0 ? input.Length : end + 1)..];
                    break;
            }
        }

        return scratch[..length];
    }

    /// <summary>Ends the output: an escape character that was held back is text after all.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        State state = _state;
        _state = State.Text;
        return state == State.AfterEscape ? "\x1B"u8 : [];
    }
}
