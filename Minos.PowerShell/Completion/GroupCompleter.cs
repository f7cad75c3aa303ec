using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Minos.PowerShell.Completion;

/// <summary>Completes host groups.</summary>
public sealed class GroupCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Complete(wordToComplete, Candidates.Groups(fakeBoundParameters).Select(static group => group.Name));
}
