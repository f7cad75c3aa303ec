using System.Buffers;

namespace Minos.Daemon.Control;

/// <summary>A line that is being edited: its text and the cursor.</summary>
internal sealed class LineBuffer
{
    // readline's word breaks without : * and -, so that group:name, group:* and names with dashes are one word.
    private static readonly SearchValues<char> s_wordBreaks = SearchValues.Create(" \t\n`~!@#$%^&()=+[{]}\\|;'\",<>/?");

    public string Text { get; private set; } = "";

    /// <summary>Where the next character goes, from 0 to the length of the text.</summary>
    public int Cursor { get; private set; }

    /// <summary>The part of the word at the cursor that is before it.</summary>
    public string WordBeforeCursor => Text[WordStart()..Cursor];

    public void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    public void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    public void Move(int columns) => MoveTo(Cursor + columns);

    public void MoveTo(int cursor) => Cursor = Math.Clamp(cursor, 0, Text.Length);

    public void MoveToEnd() => Cursor = Text.Length;

    public void MoveWordLeft() => Cursor = PreviousWord();

    public void MoveWordRight()
    {
        while (Cursor < Text.Length && Text[Cursor] == ' ')
        {
            Cursor++;
        }

        while (Cursor < Text.Length && Text[Cursor] != ' ')
        {
            Cursor++;
        }
    }

    public void DeleteBefore() => Remove(Math.Max(Cursor - 1, 0), Cursor);

    public void DeleteAt() => Remove(Cursor, Math.Min(Cursor + 1, Text.Length));

    public void DeleteToStart() => Remove(0, Cursor);

    public void DeleteToEnd() => Remove(Cursor, Text.Length);

    public void DeleteWordBefore() => Remove(PreviousWord(), Cursor);

    /// <summary>Puts another text in the place of <see cref="WordBeforeCursor"/>.</summary>
    public void ReplaceWord(string text)
    {
        Remove(WordStart(), Cursor);
        Insert(text);
    }

    private void Remove(int start, int end)
    {
        Text = Text.Remove(start, end - start);
        Cursor = start;
    }

    private int WordStart() => Text.AsSpan(0, Cursor).LastIndexOfAny(s_wordBreaks) + 1;

    private int PreviousWord()
    {
        int start = Cursor;
        while (start > 0 && Text[start - 1] == ' ')
        {
            start--;
        }

        while (start > 0 && Text[start - 1] != ' ')
        {
            start--;
        }

        return start;
    }
}
