using System.Globalization;
using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

/// <summary>Shows a value with the types of everything in it, so that two values can be compared as texts.</summary>
internal static class RpcDump
{
    public static string Of(RpcValue value) => value switch
    {
        RpcNil => "nil",
        RpcString text => $"string '{text.Value}'",
        RpcDouble number => string.Create(CultureInfo.InvariantCulture, $"double {number.Value:R}"),
        RpcArray array => $"array [{string.Join(", ", array.Select(Of))}]",
        RpcStruct members => $"struct {{{string.Join(", ", members.Select(m => $"{m.Key}: {Of(m.Value)}"))}}}",
        _ => $"{value.TypeName} {value}",
    };
}
