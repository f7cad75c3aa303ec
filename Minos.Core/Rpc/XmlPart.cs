namespace Minos.Rpc;

/// <summary>What an <see cref="XmlScanner"/> stands at.</summary>
internal enum XmlPart
{
    /// <summary>Nothing: before the first or after the last.</summary>
    None,

    /// <summary>An element's start.</summary>
    Start,

    /// <summary>An element's end.</summary>
    End,

    /// <summary>A text, or a part of one that comments or CDATA sections divide.</summary>
    Text,
}
