# What Get-Help shows, as the engine reads it; tests/Minos.PowerShell.Tests compares names where there is no engine.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot common.ps1)
    $cmdlets = (Get-Command -Module Minos).Name
    $documents = Get-ChildItem (Join-Path $PSScriptRoot ../../docs/guide) -Filter *.md | Select-String -Pattern '^    .*-Minos[A-Z]' -List | ForEach-Object Path
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)

    # Code that the engine would run: no error of syntax, and every parameter and value of a cmdlet finds its place.
    function Assert-Code([string] $Code) {
        $problems = $tokens = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $tokens, [ref] $problems)
        $problems | Should -BeNullOrEmpty -Because $Code
        $calls = $tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] -and $node.GetCommandName() -like '*-Minos*' }, $true)
        foreach ($call in $calls) {
            Get-Command $call.GetCommandName() -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because $Code
            $bound = [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
            $bound.BindingExceptions.Keys | Should -BeNullOrEmpty -Because $Code
        }
        $calls.Count
    }
}

Describe 'Get-Help' {
    It 'says what <_> does and what its parameters are, with examples that are right' -ForEach $cmdlets {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -Match "^\s*$_"
        $described = @($help.parameters.parameter | Where-Object { "$($_.description.Text)" -match '\w' }).name
        $known = [System.Management.Automation.PSCmdlet]::CommonParameters + 'WhatIf' + 'Confirm'
        (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $known -and $_ -notin $described } | Should -BeNullOrEmpty

        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            Assert-Code $example.code | Should -BeGreaterThan 0 -Because $example.title
            "$($example.remarks.Text)" | Should -Match '\w' -Because $example.title
        }
    }
}

Describe 'The guide' {
    It 'has only lines that are right in <_>' -ForEach $documents {
        foreach ($line in Get-Content $_ | Where-Object { $_ -match '^    .*\b[A-Z][a-z]+-Minos[A-Z]' }) {
            Assert-Code $line.Trim() | Should -BeGreaterThan 0 -Because $line
        }
    }
}
