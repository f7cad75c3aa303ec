using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Minos.PowerShell.Connections;

namespace Minos.PowerShell.Completion;

/// <summary>Completes the job files beside the host groups file, by their names; PowerShell goes on with files when none fits.</summary>
public sealed class JobFileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Complete(wordToComplete, JobFileFinder.Names(Candidates.GroupsFile(fakeBoundParameters)));
}
