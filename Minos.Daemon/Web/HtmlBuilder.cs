using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Minos.Daemon.Web;

/// <summary>Builds a page. What is put into the braces of an interpolated string is escaped; there is no way around it by accident.</summary>
/// <remarks>The escaped text is safe between tags and in quoted attributes. Everything is ASCII: other characters become references.</remarks>
public sealed class HtmlBuilder(int capacity = 4096)
{
    private readonly StringBuilder _text = new(capacity);

    /// <summary>Appends markup with escaped values in it.</summary>
    public HtmlBuilder Append([InterpolatedStringHandlerArgument("")] ref Handler handler)
    {
        // The compiler has called the handler, which has written here.
        _ = handler;
        return this;
    }

    /// <summary>Appends markup that is a constant of the program.</summary>
    public HtmlBuilder AppendMarkup(string markup)
    {
        _ = _text.Append(markup);
        return this;
    }

    /// <summary>Markup for an interpolated string, if <paramref name="condition"/> holds: a constant of the program.</summary>
    public static Markup When(bool condition, string markup) => new(condition ? markup : "");

    /// <summary>Appends text, escaped.</summary>
    public HtmlBuilder AppendText(string? text)
    {
        _ = _text.Append(HtmlEncoder.Default.Encode(text ?? ""));
        return this;
    }

    /// <summary>The page's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(_text.Length);
        int position = 0;
        foreach (ReadOnlyMemory<char> chunk in _text.GetChunks())
        {
            position += Encoding.ASCII.GetBytes(chunk.Span, bytes.AsSpan(position));
        }

        return bytes;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Text that is not escaped.</summary>
    /// <param name="Text">Markup.</param>
    public readonly record struct Markup(string Text);

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly HtmlBuilder _html;

        /// <summary>Begins; the compiler counts.</summary>
        public Handler(int literalLength, int formattedCount, HtmlBuilder html)
        {
            _ = literalLength + formattedCount;
            _html = html;
        }

        /// <summary>Markup.</summary>
        public void AppendLiteral(string markup) => _ = _html._text.Append(markup);

        /// <summary>A value: escaped.</summary>
        public void AppendFormatted(string? text) => _ = _html.AppendText(text);

        /// <summary>Markup that depends on something.</summary>
        public void AppendFormatted(Markup markup) => _ = _html._text.Append(markup.Text);

        /// <summary>A number.</summary>
        public void AppendFormatted(long number) => _ = _html._text.Append(number);
    }
}
