using Minos.Tests;

namespace Minos.Conformance.Tests.Running;

/// <summary>Runs each case of a class against Supervisor and Minos and compares what they answer.</summary>
/// <typeparam name="TCases">The test class itself.</typeparam>
public abstract class ConformanceTests<TCases>
    where TCases : ICaseList
{
#pragma warning disable CA1000 // The data of a theory has to be static.
    public static TheoryData<string> Names => [.. TCases.Cases.Select(static c => c.Name)];
#pragma warning restore CA1000

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task Agrees_with_Supervisor(string name)
    {
        // Three daemons a case and 90 cases: a minute or more, which CI and those who change a behaviour spend and others need not.
        Skip.IfNot(
            Environment.GetEnvironmentVariable("MINOS_TEST_CONFORMANCE") == "1" || Environment.GetEnvironmentVariable("MINOS_TEST_ALL") == "1",
            "MINOS_TEST_CONFORMANCE=1 (or MINOS_TEST_ALL=1) runs the comparison with Supervisor");
        string supervisord = Requires.Program("supervisord");
        string supervisorctl = Requires.Program("supervisorctl");
        ConformanceCase subject = TCases.Cases.Single(c => c.Name == name);
        if (subject.HasShiftableClock)
        {
            _ = Requires.Program("gcc");
        }

        var original = new Installation(supervisord, [supervisorctl]);
        var ours = new Installation(MinosExecutable.FilePath, [supervisorctl]);
        var ourClient = new Installation(MinosExecutable.FilePath, [MinosExecutable.FilePath, "ctl"]);

        CaseComparison comparison = await CompareAsync(original, ours, ourClient, subject);
        if (!comparison.IsEqual)
        {
            // Supervisor answers by the clock and by who is quicker, it or its child: a machine that stands still for a second makes it
            // differ from itself. What is different twice in a row is a difference.
            comparison = await CompareAsync(original, ours, ourClient, subject);
        }

        comparison.AssertEqual();
    }

    private static async Task<CaseComparison> CompareAsync(Installation original, Installation ours, Installation ourClient, ConformanceCase subject)
    {
        Task<CaseAnswers> theirs = CaseRunner.RunAsync(original, subject);
        Task<CaseAnswers> minos = CaseRunner.RunAsync(ours, subject);
        // Supervisor's own client drives both daemons; where it has a part in the case ours does it all once more.
        Task<CaseAnswers> client = subject.Steps.Any(static s => s.UsesControlClient) ? CaseRunner.RunAsync(ourClient, subject) : minos;
        await Task.WhenAll(theirs, minos, client);

        var comparison = new CaseComparison(subject, await theirs);
        comparison.Compare("minosd", await minos);
        if (client != minos)
        {
            comparison.Compare("minosd with minosctl", await client, isOurClient: true);
        }

        return comparison;
    }
}
