namespace Minos.Tests;

/// <summary>What a test needs of the machine. Where it is missing the test is skipped and says why.</summary>
/// <remarks>With MINOS_TEST_ALL=1, as in CI, it fails instead: nothing is left out there unnoticed.</remarks>
internal static class Requires
{
    private static bool IsEverythingRequired => Environment.GetEnvironmentVariable("MINOS_TEST_ALL") == "1";

    /// <summary>Finds a program on PATH.</summary>
    /// <returns>Its full path.</returns>
    public static string Program(string name)
    {
        string? path = FindProgram(name);
        That(path is not null, $"{name} is not installed");
        return path!;
    }

    /// <summary>Goes on only if <paramref name="condition"/> holds. The test must be a SkippableFact or SkippableTheory.</summary>
    /// <param name="condition">What must be so.</param>
    /// <param name="reason">What is missing when it is not.</param>
    public static void That(bool condition, string reason)
    {
        if (IsEverythingRequired)
        {
            Assert.True(condition, $"{reason}, and MINOS_TEST_ALL=1 lets no test be skipped");
        }

        Skip.IfNot(condition, reason);
    }

    /// <summary>Looks for a program without requiring it.</summary>
    public static string? FindProgram(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(File.Exists);
}
