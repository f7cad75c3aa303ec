using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Minos.PowerShell.Completion;

/// <summary>Completes hosts of the groups that are named already.</summary>
public sealed class HostCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Complete(wordToComplete, Candidates.Hosts(fakeBoundParameters, named: false).Select(static host => host.ComputerName));
}
