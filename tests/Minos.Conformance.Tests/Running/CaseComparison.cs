using System.Text;
using System.Text.RegularExpressions;
using Minos.Conformance.Tests.Steps;

namespace Minos.Conformance.Tests.Running;

/// <summary>Compares the answers to a case, step by step, and knows the differences that are meant.</summary>
internal sealed class CaseComparison
{
    /// <summary>How an answer begins that is none.</summary>
    public const string NoAnswer = "!! no answer: ";

    private const int LongAnswer = 20;

    private readonly ConformanceCase _case;
    private readonly CaseAnswers _theirs;
    private readonly StringBuilder _problems = new();

    public CaseComparison(ConformanceCase subject, CaseAnswers theirs)
    {
        _case = subject;
        _theirs = theirs;
        CheckTheirs();
    }

    public bool IsEqual => _problems.Length == 0;

    /// <param name="who">What answered, for the report.</param>
    /// <param name="ours">Its answers.</param>
    /// <param name="isOurClient">Whether minosctl asked.</param>
    public void Compare(string who, CaseAnswers ours, bool isOurClient = false)
    {
        for (int i = 0; i < _theirs.Answers.Count; i++)
        {
            CompareStep(who, isOurClient, i, _theirs.Answers[i], ours.Answers[i]);
        }
    }

    public void AssertEqual() => Assert.True(IsEqual, $"{_case.Name}\n{_problems}");

    // A case that does not show what it was written for proves nothing, however much both agree.
    private void CheckTheirs()
    {
        for (int i = 0; i < _theirs.Answers.Count; i++)
        {
            string answer = _theirs.Answers[i];
            IReadOnlyList<string> shown = _case.EndsAtOnce ? [_case.Message ?? ""] : _case.Steps[i].Shown;
            foreach (string missing in shown.Where(s => !answer.Contains(s, StringComparison.Ordinal)))
            {
                Report(i, "supervisord", $"does not show '{missing}':\n{answer}");
            }

            if (answer.StartsWith(NoAnswer, StringComparison.Ordinal))
            {
                Report(i, "supervisord", answer);
            }
        }
    }

    private void CompareStep(string who, bool isOurClient, int index, string theirs, string ours)
    {
        string step = Label(index);
        string expected = theirs;
        foreach (IntendedDifference difference in IntendedDifferences.All
            .Where(d => d.Concerns(_case.Name, step) && (isOurClient || !d.OfClientOnly)))
        {
            string changed = Regex.Replace(expected, difference.Theirs, difference.Ours, RegexOptions.Multiline);
            if (changed == expected)
            {
                Report(index, who, $"the intended difference '{difference.Theirs}' is not there any more:\n{expected}");
            }

            expected = changed;
        }

        if (expected != ours)
        {
            string intended = expected == theirs ? "" : ", intended differences applied";
            (string shownTheirs, string shownOurs) = Shorten(expected, ours);
            Report(index, who, $"answers differ\n    supervisord{intended}:\n{Indent(shownTheirs)}\n    {who}:\n{Indent(shownOurs)}");
        }
    }

    private string Label(int index) => _case.EndsAtOnce ? "start" : Step.Label(_case.Steps, index);

    private void Report(int index, string who, string what) =>
        _problems.Append($"step {index} [{Label(index)}] {who}: {what}\n");

    // Of long answers only what differs.
    private static (string Theirs, string Ours) Shorten(string theirs, string ours)
    {
        string[] expected = theirs.Split('\n');
        string[] actual = ours.Split('\n');
        if (expected.Length < LongAnswer && actual.Length < LongAnswer)
        {
            return (theirs, ours);
        }

        int same = expected.Zip(actual).TakeWhile(static p => p.First == p.Second).Count();
        int most = Math.Min(expected.Length, actual.Length) - same;
        int end = Enumerable.Range(1, most).TakeWhile(i => expected[^i] == actual[^i]).Count();
        string skipped = $"({same} equal lines)\n";
        return (skipped + string.Join('\n', expected[same..^end]), skipped + string.Join('\n', actual[same..^end]));
    }

    private static string Indent(string text) => "        " + text.Replace("\n", "\n        ", StringComparison.Ordinal);
}
