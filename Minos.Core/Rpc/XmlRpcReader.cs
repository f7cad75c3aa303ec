using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Minos.Rpc;

/// <summary>Reads XML-RPC messages, with the tolerance of Supervisor's own decoder.</summary>
/// <remarks>
/// Unknown types are texts (<c>&lt;i8&gt;5&lt;/i8&gt;</c> is "5") or nil when they are empty, <c>params</c> may be missing, a
/// <c>struct</c> or <c>array</c> may stand in a <c>param</c> without a <c>value</c> around it. Document type declarations are
/// refused: nothing is ever expanded or fetched.
/// </remarks>
public static class XmlRpcReader
{
    /// <summary>The most bytes that a call may have.</summary>
    public const int MaxCallBytes = 16 * 1024 * 1024;

    /// <summary>The most bytes that an answer may have: a whole log fits.</summary>
    public const int MaxResponseBytes = 256 * 1024 * 1024;

    /// <summary>How deep elements may be nested.</summary>
    public const int MaxDepth = 128;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Besides the characters of XML 1.0: what a program writes to its log may be anything, and Supervisor sends it raw.
    private static readonly SearchValues<char> s_illegal = SearchValues.Create(
        "\uFFFE\uFFFF"
        + string.Concat(Enumerable.Range(0, 0x20).Where(static c => c is not ('\t' or '\n' or '\r')).Select(static c => (char)c)));

    /// <summary>Reads a call.</summary>
    /// <exception cref="MalformedRpcException">It is not one, is not UTF-8, or is larger or deeper than the limits.</exception>
    public static RpcCall ReadCall(ReadOnlySequence<byte> message) =>
        message.IsSingleSegment ? ReadCall(message.FirstSpan) : ReadCall(message.ToArray());

    /// <summary>Reads a call.</summary>
    /// <exception cref="MalformedRpcException">It is not one, is not UTF-8, or is larger or deeper than the limits.</exception>
    public static RpcCall ReadCall(ReadOnlySpan<byte> message)
    {
        CheckSize(message, MaxCallBytes);
        try
        {
            return Read(s_strictUtf8.GetString(message), Call);
        }
        catch (DecoderFallbackException e)
        {
            throw new MalformedRpcException("the request is not UTF-8", e);
        }
    }

    /// <summary>Reads an answer.</summary>
    /// <remarks>Characters that are illegal in XML, which Supervisor sends when a log has them, are read as U+FFFD.</remarks>
    /// <exception cref="RpcFault">The answer is a fault.</exception>
    /// <exception cref="MalformedRpcException">It is not an answer, or is larger or deeper than the limits.</exception>
    public static RpcValue ReadResponse(ReadOnlySpan<byte> message)
    {
        CheckSize(message, MaxResponseBytes);
        string text = Encoding.UTF8.GetString(message);
        if (text.AsSpan().ContainsAny(s_illegal))
        {
            text = string.Create(text.Length, text, static (copy, original) =>
            {
                original.CopyTo(copy);
                for (int at = copy.IndexOfAny(s_illegal); at >= 0; at = copy.IndexOfAny(s_illegal))
                {
                    copy[at] = '\uFFFD';
                    copy = copy[(at + 1)..];
                }
            });
        }

        return Read(text, Response);
    }

    private static void CheckSize(ReadOnlySpan<byte> message, int maximum)
    {
        if (message.Length > maximum)
        {
            throw new MalformedRpcException($"message of {message.Length} bytes is larger than {maximum}");
        }
    }

    private static T Read<T>(string text, Func<XmlReader, T> root)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), settings);
            reader.MoveToContent();
            T result = root(reader);
            while (reader.Read())
            {
                // What follows the root element must be well-formed too: a second root is an error.
            }

            return result;
        }
        catch (XmlException e)
        {
            throw new MalformedRpcException(e.Message, e);
        }
    }

    private static RpcCall Call(XmlReader reader)
    {
        Require(reader, "methodCall");
        string? method = null;
        List<RpcValue> arguments = [];
        foreach (string name in Children(reader))
        {
            switch (name)
            {
                case "methodName":
                    method = Text(reader);
                    break;
                case "params":
                    arguments = Parameters(reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return string.IsNullOrEmpty(method) ? throw new MalformedRpcException("no method name") : new RpcCall(method, arguments);
    }

    private static RpcValue Response(XmlReader reader)
    {
        Require(reader, "methodResponse");
        RpcValue? result = null;
        foreach (string name in Children(reader))
        {
            switch (name)
            {
                case "params":
                    List<RpcValue> values = Parameters(reader);
                    result = values.Count == 1 ? values[0] : throw new MalformedRpcException($"answer has {values.Count} values");
                    break;
                case "fault":
                    RpcStruct fault = Wrapped(reader).AsStruct();
                    throw RpcFault.FromWire((int)fault["faultCode"].AsInteger(), fault["faultString"].AsString());
                default:
                    reader.Skip();
                    break;
            }
        }

        return result ?? throw new MalformedRpcException("answer has neither a value nor a fault");
    }

    private static List<RpcValue> Parameters(XmlReader reader)
    {
        List<RpcValue> values = [];
        foreach (string name in Children(reader))
        {
            values.Add(name == "param" ? Wrapped(reader) : Typed(reader, name));
        }

        return values;
    }

    // The first child of <param> or <fault>.
    private static RpcValue Wrapped(XmlReader reader)
    {
        RpcValue? value = null;
        foreach (string name in Children(reader))
        {
            RpcValue next = Typed(reader, name);
            value ??= next;
        }

        return value ?? throw new MalformedRpcException("param without a value");
    }

    // An element that is a value, with or without <value> around it. Leaves the reader after its end.
    private static RpcValue Typed(XmlReader reader, string name) => name switch
    {
        "value" => Value(reader),
        "string" => new RpcString(Text(reader)),
        "int" or "i4" => RpcInteger.From(Integer(Text(reader))),
        "boolean" => RpcBoolean.From(Text(reader) == "1"),
        "double" => new RpcDouble(Double(Text(reader))),
        "dateTime.iso8601" => new RpcDateTime(Time(Text(reader))),
        "base64" => new RpcBinary(Base64(Text(reader))),
        "array" => Array(reader),
        "struct" => Struct(reader),
        _ => Unknown(Text(reader)),
    };

    private static RpcValue Unknown(string text) => text.Length == 0 ? RpcValue.Nil : new RpcString(text);

    private static RpcValue Value(XmlReader reader)
    {
        string text = Content(reader, isValue: true, out RpcValue? child);
        return child ?? new RpcString(text);
    }

    private static RpcArray Array(XmlReader reader)
    {
        var array = new RpcArray();
        foreach (string name in Children(reader))
        {
            if (name != "data")
            {
                throw new MalformedRpcException($"<{name}> in an array");
            }

            foreach (string item in Children(reader))
            {
                array.Add(Typed(reader, item));
            }
        }

        return array;
    }

    private static RpcStruct Struct(XmlReader reader)
    {
        var members = new RpcStruct();
        foreach (string member in Children(reader))
        {
            string? name = null;
            RpcValue? value = null;
            foreach (string part in Children(reader))
            {
                if (name is null && part == "name")
                {
                    name = Text(reader);
                }
                else if (value is null)
                {
                    value = Typed(reader, part);
                }
                else
                {
                    throw new MalformedRpcException($"<{part}> in a struct's <{member}>");
                }
            }

            if (name is null || value is null)
            {
                throw new MalformedRpcException("a struct's member needs a name and a value");
            }

            members[name] = value;
        }

        return members;
    }

    private static string Text(XmlReader reader) => Content(reader, isValue: false, out _);

    // The text before an element's first child, and for a value what that child is. Leaves the reader after the element's end.
    private static string Content(XmlReader reader, bool isValue, out RpcValue? child)
    {
        child = null;
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return "";
        }

        int depth = EnterElement(reader);
        string text = "";
        StringBuilder? parts = null;
        bool beforeChildren = true;
        while (!AtEnd(reader, depth))
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                beforeChildren = false;
                if (isValue)
                {
                    RpcValue next = Typed(reader, reader.Name);
                    child ??= next;
                }
                else
                {
                    reader.Skip();
                }

                continue;
            }

            if (beforeChildren)
            {
                // One node nearly always; several when comments or CDATA sections divide the text.
                if (parts is not null || text.Length > 0)
                {
                    (parts ??= new StringBuilder(text)).Append(reader.Value);
                }
                else
                {
                    text = reader.Value;
                }
            }

            reader.Read();
        }

        reader.Read();
        return parts?.ToString() ?? text;
    }

    // The names of an element's children. The caller consumes each child; afterwards the reader is after the element's end.
    private static IEnumerable<string> Children(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            yield break;
        }

        int depth = EnterElement(reader);
        while (!AtEnd(reader, depth))
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                yield return reader.Name;
            }
            else
            {
                reader.Read();
            }
        }

        reader.Read();
    }

    private static int EnterElement(XmlReader reader)
    {
        int depth = reader.Depth;
        if (depth > MaxDepth)
        {
            throw new MalformedRpcException($"elements are nested deeper than {MaxDepth}");
        }

        reader.Read();
        return depth;
    }

    private static bool AtEnd(XmlReader reader, int depth) =>
        reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth;

    private static void Require(XmlReader reader, string root)
    {
        if (reader.NodeType != XmlNodeType.Element || reader.Name != root)
        {
            throw new MalformedRpcException($"expected <{root}>, got <{reader.Name}>");
        }
    }

    private static long Integer(string text) =>
        long.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new MalformedRpcException($"'{text}' is not an int");

    private static double Double(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        return trimmed switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" => double.NaN,
            _ => double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value
                : throw new MalformedRpcException($"'{text}' is not a double"),
        };
    }

    private static DateTime Time(string text) =>
        DateTime.TryParseExact(
            text.AsSpan().Trim(), RpcDateTime.WireFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime value)
            ? value
            : throw new MalformedRpcException($"'{text}' is not a time");

    private static byte[] Base64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new MalformedRpcException("base64 value is not base64", e);
        }
    }
}
