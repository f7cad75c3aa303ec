using System.Globalization;
using System.Text;

namespace Minos.Rpc;

/// <summary>Reads the elements that make up XML-RPC's values. Each method begins at an element's start and leaves the reader after its end.</summary>
internal static class XmlRpcElements
{
    // An element that is a value, with or without <value> around it. Leaves the reader after its end.
    public static RpcValue Typed(XmlScanner reader, string name) => name switch
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

    private static RpcValue Value(XmlScanner reader)
    {
        string text = Content(reader, isValue: true, out RpcValue? child);
        return child ?? new RpcString(text);
    }

    private static RpcArray Array(XmlScanner reader)
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

    private static RpcStruct Struct(XmlScanner reader)
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

    public static string Text(XmlScanner reader) => Content(reader, isValue: false, out _);

    // The text before an element's first child, and for a value what that child is. Leaves the reader after the element's end.
    private static string Content(XmlScanner reader, bool isValue, out RpcValue? child)
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
            if (reader.Part == XmlPart.Start)
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
    public static IEnumerable<string> Children(XmlScanner reader)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            yield break;
        }

        int depth = EnterElement(reader);
        while (!AtEnd(reader, depth))
        {
            if (reader.Part == XmlPart.Start)
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

    private static int EnterElement(XmlScanner reader)
    {
        int depth = reader.Depth;
        reader.Read();
        return depth;
    }

    private static bool AtEnd(XmlScanner reader, int depth) =>
        reader.Part == XmlPart.End && reader.Depth == depth;

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
