using System.Text;

namespace Minos.Core.Tests.Events;

/// <summary>Bytes written as text with one character each.</summary>
internal static class Latin
{
    public static byte[] ToBytes(this string text) => Encoding.Latin1.GetBytes(text);
}
