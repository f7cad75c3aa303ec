using System.Buffers;
using Minos.Rpc;

namespace Minos.Fuzz.Targets;

/// <summary>Calls and answers: any bytes are one, or malformed, or a fault; what was read can be written.</summary>
internal static class XmlRpcTarget
{
    public static void Run(byte[] data)
    {
        try
        {
            RpcCall call = XmlRpcReader.ReadCall(data);
            BrokenPromiseException.ThrowUnless(call.Method.Length > 0, "a call has a method");
            XmlRpcWriter.WriteCall(new ArrayBufferWriter<byte>(), call.Method, call.Arguments);
        }
        catch (MalformedRpcException)
        {
            // Documented.
        }

        try
        {
            XmlRpcWriter.WriteResponse(new ArrayBufferWriter<byte>(), XmlRpcReader.ReadResponse(data));
        }
        catch (Exception e) when (e is MalformedRpcException or RpcFault)
        {
            // Documented.
        }
    }
}
