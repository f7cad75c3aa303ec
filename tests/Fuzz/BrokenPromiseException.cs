namespace Minos.Fuzz;

/// <summary>A target did what its documentation rules out.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message)
{
    public static void ThrowUnless(bool isKept, string promise)
    {
        if (!isKept)
        {
            throw new BrokenPromiseException(promise);
        }
    }
}
