using Minos.Tests;

namespace Minos.Fuzz;

/// <summary>The short form of fuzzing: what was found once, and the same changed inputs in every run. <c>run</c> is the long form.</summary>
public class FuzzTests
{
    private static readonly int s_mutations = Environment.GetEnvironmentVariable("MINOS_TEST_LONG") == "1" ? 1_000_000 : 10_000;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Everything_in_the_corpus_keeps_the_promises(string target)
    {
        Assert.All(Files(target), file => FuzzTargets.All[target](File.ReadAllBytes(file)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_inputs_keep_the_promises(string target)
    {
        byte[][] corpus = [.. Files(target).Select(File.ReadAllBytes)];
        var mutator = new Mutator(seed: 20_250_000, corpus);
        for (int i = 0; i < s_mutations; i++)
        {
            byte[] input = mutator.Next();
            try
            {
                FuzzTargets.All[target](input);
            }
            catch (Exception e)
            {
                throw new BrokenPromiseException($"Input {i} of {target}, in base64: {Convert.ToBase64String(input)}\n{e}");
            }
        }
    }

    [Fact]
    public void Every_corpus_belongs_to_a_target() =>
        Assert.Equal(FuzzTargets.All.Keys.Order(), Directory.GetDirectories(Repository.Path("tests/Fuzz/Corpus")).Select(Path.GetFileName).Order());

    private static string[] Files(string target)
    {
        string[] files = [.. Directory.GetFiles(Repository.Path($"tests/Fuzz/Corpus/{target}")).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(files);
        return files;
    }
}
