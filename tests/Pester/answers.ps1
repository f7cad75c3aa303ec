# Somebody at the terminal who gives one answer to every question; what is said is kept.
using namespace System.Collections.Generic
using namespace System.Collections.ObjectModel
using namespace System.Management.Automation
using namespace System.Management.Automation.Host

[NoRunspaceAffinity()]
class AnsweringInterface : PSHostUserInterface {
    [string] $Answer
    [List[string]] $Said = [List[string]]::new()

    [PSHostRawUserInterface] get_RawUI() { return $null }
    [int] PromptForChoice([string] $caption, [string] $message, [Collection[ChoiceDescription]] $choices, [int] $default) {
        $this.Said.Add($message)
        return $choices.Label.IndexOf("&$($this.Answer)")
    }
    [void] Write([string] $value) { $this.Said.Add($value) }
    [void] Write([ConsoleColor] $foreground, [ConsoleColor] $background, [string] $value) { $this.Said.Add($value) }
    [void] WriteLine([string] $value) { $this.Said.Add($value) }
    [void] WriteErrorLine([string] $value) { $this.Said.Add($value) }
    [void] WriteDebugLine([string] $message) { }
    [void] WriteVerboseLine([string] $message) { }
    [void] WriteWarningLine([string] $message) { }
    [void] WriteProgress([long] $sourceId, [ProgressRecord] $record) { }
    [string] ReadLine() { throw 'Nobody is asked for a line.' }
    [securestring] ReadLineAsSecureString() { throw 'Nobody is asked for a password.' }
    [Dictionary[string, psobject]] Prompt([string] $caption, [string] $message, [Collection[FieldDescription]] $descriptions) { throw $message }
    [PSCredential] PromptForCredential([string] $caption, [string] $message, [string] $user, [string] $target) { throw $message }
    [PSCredential] PromptForCredential([string] $caption, [string] $message, [string] $user, [string] $target,
        [PSCredentialTypes] $types, [PSCredentialUIOptions] $options) { throw $message }
}

[NoRunspaceAffinity()]
class AnsweringHost : PSHost {
    [AnsweringInterface] $Interface = [AnsweringInterface]::new()
    [guid] $Id = [guid]::NewGuid()

    [PSHostUserInterface] get_UI() { return $this.Interface }
    [guid] get_InstanceId() { return $this.Id }
    [string] get_Name() { return 'Answers' }
    [version] get_Version() { return [version]'1.0' }
    [cultureinfo] get_CurrentCulture() { return [cultureinfo]::InvariantCulture }
    [cultureinfo] get_CurrentUICulture() { return [cultureinfo]::InvariantCulture }
    [void] EnterNestedPrompt() { }
    [void] ExitNestedPrompt() { }
    [void] NotifyBeginApplication() { }
    [void] NotifyEndApplication() { }
    [void] SetShouldExit([int] $exitCode) { }
}

# Carries out commands, with the variables that they need, and answers Yes or No.
function Invoke-Answered([string] $Answer, [hashtable] $Variables, [scriptblock] $Commands) {
    $person = [AnsweringHost]::new()
    $person.Interface.Answer = $Answer
    $state = [initialsessionstate]::CreateDefault2()
    foreach ($name in $Variables.Keys) {
        $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variables[$name], ''))
    }
    $shell = [powershell]::Create()
    $shell.Runspace = [runspacefactory]::CreateRunspace($person, $state)
    try {
        $shell.Runspace.Open()
        $output = $shell.AddCommand('Import-Module').AddArgument((Get-Module Minos).Path).AddStatement().AddScript("$Commands").Invoke()
        [pscustomobject]@{ Said = @($person.Interface.Said); Output = @($output); Errors = @($shell.Streams.Error) }
    }
    finally {
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }
}
