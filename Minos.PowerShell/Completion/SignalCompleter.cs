using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Minos.PowerShell.Completion;

/// <summary>Completes the signals that programs are sent by hand.</summary>
public sealed class SignalCompleter : IArgumentCompleter
{
    private static readonly string[] s_signals = ["ABRT", "ALRM", "CONT", "HUP", "INT", "KILL", "QUIT", "STOP", "TERM", "TSTP", "TTIN", "TTOU", "USR1", "USR2", "WINCH"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        bool isLong = wordToComplete.StartsWith("SIG", StringComparison.OrdinalIgnoreCase);
        return Candidates.Complete(wordToComplete, s_signals.Select(name => isLong ? "SIG" + name : name));
    }
}
