using System.Globalization;
using System.Text;

namespace Minos.Rpc;

/// <summary>Goes through the elements and texts of an XML document, as much of XML as XML-RPC needs.</summary>
/// <remarks>
/// Comments, processing instructions and attributes are passed over. Document type declarations are refused, so that there are no
/// entities but XML's own five. System.Xml's reader is 0.6 MB of the native binary, most of it for declarations and schemas.
/// </remarks>
internal sealed class XmlScanner(string text)
{
    private const string Blanks = " \t\r\n";

    private readonly string[] _open = new string[XmlRpcReader.MaxDepth + 1];
    private readonly HashSet<string> _prefixes = ["xml"];
    private int _openCount;
    private bool _hasRoot;
    private int _at;
    private Range _value;
    private bool _hasReferences;

    /// <summary>What it stands at.</summary>
    public XmlPart Part { get; private set; }

    /// <summary>The name of the element whose start or end it stands at, as it is written.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How many elements are around that element.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether that element has no end of its own: <c>&lt;a/&gt;</c>.</summary>
    public bool IsEmptyElement { get; private set; }

    /// <summary>The text it stands at.</summary>
    /// <exception cref="MalformedRpcException">It refers to an unknown entity or to no character.</exception>
    public string Value => Resolve(text.AsSpan()[_value]);

    /// <summary>Goes to the next start, end or text.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="MalformedRpcException">The document is not well-formed, or nested too deeply.</exception>
    public bool Read()
    {
        while (_at < text.Length)
        {
            if (TryRead())
            {
                return true;
            }
        }

        Part = XmlPart.None;
        return _hasRoot && _openCount == 0 ? false : throw Malformed("the document ends too early");
    }

    /// <summary>Goes past the element whose start it stands at.</summary>
    public void Skip()
    {
        int depth = Depth;
        if (!IsEmptyElement)
        {
            do
            {
                Read();
            }
            while (Part != XmlPart.End || Depth != depth);
        }

        Read();
    }

    private bool TryRead()
    {
        if (text[_at] != '<')
        {
            return TryReadText();
        }

        if (Take("<!--"))
        {
            TakeUntil("--");
            Require(">");
            return false;
        }

        if (Take("<?"))
        {
            // Only at the very beginning it is the declaration of the document.
            bool isFirst = _at == "<?".Length;
            if (TakeName().Equals("xml", StringComparison.OrdinalIgnoreCase) && !isFirst)
            {
                throw Malformed("an XML declaration is not at the beginning");
            }

            TakeUntil("?>");
            return false;
        }

        if (Take("<![CDATA["))
        {
            (Part, _value, _hasReferences) = (XmlPart.Text, TakeUntil("]]>"), false);
            return _openCount > 0 ? true : throw Malformed("text outside of the root element");
        }

        if (Take("<!"))
        {
            throw Malformed("document type declarations are not accepted");
        }

        if (Take("</"))
        {
            ReadEnd();
        }
        else
        {
            ReadStart();
        }

        return true;
    }

    // False for the blanks outside of the root element.
    private bool TryReadText()
    {
        int end = text.IndexOf('<', _at);
        (Part, _value, _hasReferences) = (XmlPart.Text, _at..(end < 0 ? text.Length : end), true);
        ReadOnlySpan<char> content = text.AsSpan()[_value];
        if (content.Contains("]]>", StringComparison.Ordinal) || (_openCount == 0 && content.ContainsAnyExcept(Blanks)))
        {
            throw Malformed(_openCount == 0 ? "text outside of the root element" : "]]> in a text");
        }

        _at += content.Length;
        return _openCount > 0;
    }

    private void ReadStart()
    {
        Require("<");
        (Part, Name, Depth) = (XmlPart.Start, TakeName(), _openCount);
        while (PassBlanks() && text.AsSpan(_at) is not ['/' or '>', ..])
        {
            PassAttribute();
        }

        IsEmptyElement = Take("/");
        Require(">");
        int colon = Name.IndexOf(':', StringComparison.Ordinal);
        if ((colon >= 0 && !_prefixes.Contains(Name[..colon])) || (_openCount == 0 && _hasRoot))
        {
            throw Malformed(colon >= 0 ? $"<{Name}> has an unknown prefix" : "a second root element");
        }

        _hasRoot = true;
        if (!IsEmptyElement)
        {
            if (_openCount == _open.Length)
            {
                throw Malformed($"elements are nested deeper than {XmlRpcReader.MaxDepth}");
            }

            _open[_openCount++] = Name;
        }
    }

    private void ReadEnd()
    {
        (Part, Name) = (XmlPart.End, TakeName());
        PassBlanks();
        Require(">");
        if (_openCount == 0 || _open[_openCount - 1] != Name)
        {
            throw Malformed($"unexpected </{Name}>");
        }

        Depth = --_openCount;
    }

    private void PassAttribute()
    {
        const string Declaration = "xmlns:";
        string name = TakeName();
        PassBlanks();
        Require("=");
        PassBlanks();
        string quote = Take("'") ? "'" : "\"";
        if (quote == "\"")
        {
            Require(quote);
        }

        if (text.AsSpan()[TakeUntil(quote)].Contains('<'))
        {
            throw Malformed("< in an attribute");
        }

        if (name.StartsWith(Declaration, StringComparison.Ordinal))
        {
            _prefixes.Add(name[Declaration.Length..]);
        }
    }

    private bool PassBlanks()
    {
        int before = _at;
        while (_at < text.Length && Blanks.Contains(text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        return _at > before;
    }

    private string TakeName()
    {
        int from = _at;
        while (_at < text.Length && (char.IsLetter(text[_at]) || text[_at] is '_' or ':' || (_at > from && (char.IsDigit(text[_at]) || text[_at] is '-' or '.'))))
        {
            _at++;
        }

        // Nearly all names of a message are these: no string is made for them.
        return text.AsSpan(from, _at - from) switch
        {
            "" => throw Malformed("a name is missing"),
            "value" => "value",
            "string" => "string",
            "int" => "int",
            "member" => "member",
            "name" => "name",
            "struct" => "struct",
            "array" => "array",
            "data" => "data",
            "param" => "param",
            ReadOnlySpan<char> other => other.ToString(),
        };
    }

    private bool Take(string expected)
    {
        bool isThere = text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal);
        _at += isThere ? expected.Length : 0;
        return isThere;
    }

    private void Require(string expected)
    {
        if (!Take(expected))
        {
            throw Malformed($"'{expected}' is missing");
        }
    }

    // What is before it; goes on behind it.
    private Range TakeUntil(string end)
    {
        int from = _at;
        int to = text.IndexOf(end, from, StringComparison.Ordinal);
        if (to < 0)
        {
            throw Malformed($"'{end}' is missing");
        }

        _at = to + end.Length;
        return from..to;
    }

    // Line ends are line feeds (XML 1.0 section 2.11), and references are what they refer to.
    private string Resolve(ReadOnlySpan<char> rest)
    {
        string special = _hasReferences ? "\r&" : "\r";
        int next = rest.IndexOfAny(special);
        if (next < 0)
        {
            return rest.ToString();
        }

        var resolved = new StringBuilder(rest.Length);
        for (; next >= 0; next = rest.IndexOfAny(special))
        {
            resolved.Append(rest[..next]);
            rest = rest[next..];
            if (rest[0] == '\r')
            {
                resolved.Append('\n');
                rest = rest[(rest is ['\r', '\n', ..] ? 2 : 1)..];
            }
            else
            {
                int end = rest.IndexOf(';');
                resolved.Append(end < 0 ? throw Malformed("& without ;") : Referred(rest[1..end]));
                rest = rest[(end + 1)..];
            }
        }

        return resolved.Append(rest).ToString();
    }

    private string Referred(ReadOnlySpan<char> name) => name switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x', .. var digits] when int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int character) => Character(character),
        ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int character) => Character(character),
        _ => throw Malformed($"unknown entity &{name};"),
    };

    private string Character(int character)
    {
        string? converted = Rune.IsValid(character) ? new Rune(character).ToString() : null;
        return converted is null || converted.AsSpan().ContainsAny(XmlCharacters.Illegal) ? throw Malformed($"&#{character}; is no character of XML") : converted;
    }

    private MalformedRpcException Malformed(string problem) => new($"{problem} (at character {_at})");
}
