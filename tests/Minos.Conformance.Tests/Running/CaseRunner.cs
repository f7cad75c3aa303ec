using Minos.Conformance.Tests.Steps;

namespace Minos.Conformance.Tests.Running;

/// <summary>Starts a daemon for a case and takes its steps.</summary>
internal static class CaseRunner
{
    public static async Task<CaseAnswers> RunAsync(Installation installation, ConformanceCase subject)
    {
        await using DaemonRun run = DaemonRun.Start(installation, subject);
        if (subject.EndsAtOnce)
        {
            return new CaseAnswers([await run.WaitForExitAsync(showsOutput: true)]);
        }

        await run.WaitUntilReadyAsync();
        var answers = new List<string>();
        foreach (Step step in subject.Steps)
        {
            answers.Add(await AnswerAsync(step, run));
        }

        return new CaseAnswers(answers);
    }

    private static async Task<string> AnswerAsync(Step step, DaemonRun run)
    {
        using var deadline = new CancellationTokenSource(DaemonRun.StepDeadline);
        string answer;
        try
        {
            answer = await step.RunAsync(run, deadline.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or FormatException)
        {
            // Never equal to a good answer, and the comparison refuses it as Supervisor's.
            answer = $"{CaseComparison.NoAnswer}{e.GetType().Name}: {e.Message}";
        }

        answer = run.Normalize(answer);
        return step.IsOrdered ? answer : string.Join('\n', answer.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }
}
