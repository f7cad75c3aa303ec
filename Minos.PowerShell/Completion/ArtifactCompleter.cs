using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Minos.PowerShell.Completion;

/// <summary>Completes artifacts of the package server that is named already.</summary>
public sealed class ArtifactCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Complete(wordToComplete, JobCandidates.Artifacts(fakeBoundParameters));
}
