using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Minos.PowerShell.Completion;

/// <summary>Completes jobs of the job file that is named already.</summary>
public sealed class JobCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Complete(wordToComplete, JobCandidates.Jobs(fakeBoundParameters));
}
