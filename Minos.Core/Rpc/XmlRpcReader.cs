using System.Buffers;
using System.Text;

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
            string text = s_strictUtf8.GetString(message);
            return text.AsSpan().ContainsAny(XmlCharacters.Illegal)
                ? throw new MalformedRpcException("the request has characters that XML has not")
                : Read(text, Call);
        }
        catch (DecoderFallbackException e)
        {
            throw new MalformedRpcException("the request is not UTF-8", e);
        }
    }

    /// <summary>Reads an answer.</summary>
    /// <remarks>Characters that are illegal in XML are read as U+FFFD: a program may write anything to its log, and Supervisor sends it raw.</remarks>
    /// <exception cref="RpcFault">The answer is a fault.</exception>
    /// <exception cref="MalformedRpcException">It is not an answer, or is larger or deeper than the limits.</exception>
    public static RpcValue ReadResponse(ReadOnlySpan<byte> message)
    {
        CheckSize(message, MaxResponseBytes);
        string text = Encoding.UTF8.GetString(message);
        if (text.AsSpan().ContainsAny(XmlCharacters.Illegal))
        {
            text = string.Create(text.Length, text, static (copy, original) =>
            {
                original.CopyTo(copy);
                for (int at = copy.IndexOfAny(XmlCharacters.Illegal); at >= 0; at = copy.IndexOfAny(XmlCharacters.Illegal))
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

    private static T Read<T>(string text, Func<XmlScanner, T> root)
    {
        var reader = new XmlScanner(text);
        reader.Read();
        T result = root(reader);
        while (reader.Read())
        {
            // What follows the root element must be well-formed too: a second root is an error.
        }

        return result;
    }

    private static RpcCall Call(XmlScanner reader)
    {
        Require(reader, "methodCall");
        string? method = null;
        List<RpcValue> arguments = [];
        foreach (string name in XmlRpcElements.Children(reader))
        {
            switch (name)
            {
                case "methodName":
                    method = XmlRpcElements.Text(reader);
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

    private static RpcValue Response(XmlScanner reader)
    {
        Require(reader, "methodResponse");
        RpcValue? result = null;
        foreach (string name in XmlRpcElements.Children(reader))
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

    private static List<RpcValue> Parameters(XmlScanner reader)
    {
        List<RpcValue> values = [];
        foreach (string name in XmlRpcElements.Children(reader))
        {
            values.Add(name == "param" ? Wrapped(reader) : XmlRpcElements.Typed(reader, name));
        }

        return values;
    }

    // The first child of <param> or <fault>.
    private static RpcValue Wrapped(XmlScanner reader)
    {
        RpcValue? value = null;
        foreach (string name in XmlRpcElements.Children(reader))
        {
            RpcValue next = XmlRpcElements.Typed(reader, name);
            value ??= next;
        }

        return value ?? throw new MalformedRpcException("param without a value");
    }

    private static void Require(XmlScanner reader, string root)
    {
        if (reader.Name != root)
        {
            throw new MalformedRpcException($"expected <{root}>, got <{reader.Name}>");
        }
    }
}
