using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Minos.Rpc;

/// <summary>Writes XML-RPC messages as UTF-8, byte for byte in the layout that Supervisor's own encoder uses.</summary>
/// <remarks>
/// Whole numbers are capped to the 32 bits that XML-RPC has (Supervisor answers HTTP 500 for larger ones), and characters
/// that XML 1.0 cannot carry become U+FFFD (Supervisor sends them raw, which no client can parse).
/// </remarks>
public static class XmlRpcWriter
{
    /// <summary>Writes a call.</summary>
    public static void WriteCall(IBufferWriter<byte> output, string method, IReadOnlyList<RpcValue> arguments)
    {
        var writer = new Utf8XmlWriter(output);
        writer.Raw("<?xml version='1.0'?>\n<methodCall>\n<methodName>"u8);
        writer.Text(method);
        writer.Raw("</methodName>\n<params>\n"u8);
        foreach (RpcValue argument in arguments)
        {
            writer.Raw("<param>\n"u8);
            Value(ref writer, argument);
            writer.Raw("</param>\n"u8);
        }

        writer.Raw("</params>\n</methodCall>\n"u8);
        writer.Flush();
    }

    /// <summary>Writes the answer to a call that succeeded.</summary>
    public static void WriteResponse(IBufferWriter<byte> output, RpcValue result)
    {
        var writer = new Utf8XmlWriter(output);
        writer.Raw("<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n"u8);
        Value(ref writer, result);
        writer.Raw("</param>\n</params>\n</methodResponse>\n"u8);
        writer.Flush();
    }

    /// <summary>Writes the answer to a call that was refused.</summary>
    public static void WriteFault(IBufferWriter<byte> output, RpcFault fault)
    {
        var writer = new Utf8XmlWriter(output);
        writer.Raw("<?xml version='1.0'?>\n<methodResponse>\n<fault>\n"u8);
        Value(ref writer, fault.ToStruct());
        writer.Raw("</fault>\n</methodResponse>\n"u8);
        writer.Flush();
    }

    private static void Value(ref Utf8XmlWriter writer, RpcValue value)
    {
        switch (value)
        {
            case RpcString text:
                writer.Raw("<value><string>"u8);
                writer.Text(text.Value);
                writer.Raw("</string></value>\n"u8);
                break;
            case RpcInteger integer:
                writer.Raw("<value><int>"u8);
                writer.Integer((int)Math.Clamp(integer.Value, int.MinValue, int.MaxValue));
                writer.Raw("</int></value>\n"u8);
                break;
            case RpcBoolean boolean:
                writer.Raw(boolean.Value ? "<value><boolean>1</boolean></value>\n"u8 : "<value><boolean>0</boolean></value>\n"u8);
                break;
            case RpcStruct members:
                Struct(ref writer, members);
                break;
            case RpcArray array:
                Array(ref writer, array);
                break;
            case RpcDouble number:
                writer.Raw("<value><double>"u8);
                writer.Text(FormatDouble(number.Value));
                writer.Raw("</double></value>\n"u8);
                break;
            case RpcDateTime time:
                writer.Raw("<value><dateTime.iso8601>"u8);
                writer.Text(time.ToString());
                writer.Raw("</dateTime.iso8601></value>\n"u8);
                break;
            case RpcBinary binary:
                writer.Raw("<value><base64>\n"u8);
                writer.Base64(binary.Value.Span);
                writer.Raw("\n</base64></value>\n"u8);
                break;
            default:
                writer.Raw("<value><nil/></value>\n"u8);
                break;
        }
    }

    private static void Struct(ref Utf8XmlWriter writer, RpcStruct members)
    {
        writer.Raw("<value><struct>\n"u8);
        foreach (KeyValuePair<string, RpcValue> member in members)
        {
            writer.Raw("<member>\n<name>"u8);
            writer.Text(member.Key);
            writer.Raw("</name>\n"u8);
            Value(ref writer, member.Value);
            writer.Raw("</member>\n"u8);
        }

        writer.Raw("</struct></value>\n"u8);
    }

    private static void Array(ref Utf8XmlWriter writer, RpcArray array)
    {
        if (!array.KeepsXml)
        {
            Items(ref writer, array);
            return;
        }

        if (array.Xml is null)
        {
            var kept = new ArrayBufferWriter<byte>();
            var own = new Utf8XmlWriter(kept);
            Items(ref own, array);
            own.Flush();
            array.Xml = kept;
        }

        writer.Raw(array.Xml.WrittenSpan);
    }

    private static void Items(ref Utf8XmlWriter writer, RpcArray array)
    {
        writer.Raw("<value><array><data>\n"u8);
        foreach (RpcValue item in array)
        {
            Value(ref writer, item);
        }

        writer.Raw("</data></array></value>\n"u8);
    }

    // The three words of Python's encoder and decoder; the specification of XML-RPC has none.
    private static string FormatDouble(double value) => value switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private ref struct Utf8XmlWriter(IBufferWriter<byte> output)
    {
        private const int BlockSize = 4096;
        private const string Replacement = "\uFFFD";

        // What cannot stand in XML text as it is: markup, and what XML has not. Those of ASCII alone are compared many at a time.
        private static readonly SearchValues<char> s_special = SearchValues.Create("&<>" + XmlCharacters.Controls);
        private static readonly SearchValues<char> s_allSpecial = SearchValues.Create("&<>" + XmlCharacters.Controls + XmlCharacters.NonCharacters);

        private readonly IBufferWriter<byte> _output = output;
        private Span<byte> _free;
        private int _used;

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            Reserve(bytes.Length);
            bytes.CopyTo(_free[_used..]);
            _used += bytes.Length;
        }

        public void Text(ReadOnlySpan<char> text)
        {
            SearchValues<char> specials = text.ContainsAnyInRange(XmlCharacters.NonCharacters[0], XmlCharacters.NonCharacters[^1]) ? s_allSpecial : s_special;
            while (!text.IsEmpty)
            {
                int special = text.IndexOfAny(specials);
                if (special < 0)
                {
                    Encode(text);
                    return;
                }

                Encode(text[..special]);
                switch (text[special])
                {
                    case '&':
                        Raw("&amp;"u8);
                        break;
                    case '<':
                        Raw("&lt;"u8);
                        break;
                    case '>':
                        Raw("&gt;"u8);
                        break;
                    default:
                        Encode(Replacement);
                        break;
                }

                text = text[(special + 1)..];
            }
        }

        public void Integer(int value)
        {
            Reserve(11);
            Utf8Formatter.TryFormat(value, _free[_used..], out int written);
            _used += written;
        }

        public void Base64(ReadOnlySpan<byte> bytes)
        {
            Reserve(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length));
            System.Buffers.Text.Base64.EncodeToUtf8(bytes, _free[_used..], out _, out int written);
            _used += written;
        }

        public void Flush()
        {
            _output.Advance(_used);
            _free = default;
            _used = 0;
        }

        private void Encode(ReadOnlySpan<char> text)
        {
            // A log of megabytes goes out in blocks. A block never ends between the halves of a surrogate pair.
            while (text.Length > BlockSize)
            {
                int length = char.IsHighSurrogate(text[BlockSize - 1]) ? BlockSize - 1 : BlockSize;
                EncodeBlock(text[..length]);
                text = text[length..];
            }

            EncodeBlock(text);
        }

        private void EncodeBlock(ReadOnlySpan<char> text)
        {
            Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
            _used += Encoding.UTF8.GetBytes(text, _free[_used..]);
        }

        private void Reserve(int count)
        {
            if (_free.Length - _used < count)
            {
                _output.Advance(_used);
                _free = _output.GetSpan(Math.Max(count, BlockSize));
                _used = 0;
            }
        }
    }
}
