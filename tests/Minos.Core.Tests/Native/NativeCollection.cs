namespace Minos.Core.Tests.Native;

/// <summary>Tests that count the descriptors and children of this process: nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NativeCollection
{
    public const string Name = "Native";
}
