BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:cat]
command=/bin/cat
numprocs=2
process_name=%(process_num)s
startsecs=0
[program:idle]
command=/bin/cat
autostart=false
'@
    $at = @{ Uri = $daemon.Uri }
    Wait-MinosProcess cat:* @at -TimeoutSeconds 60
    function Assert-Log([string] $Name, [string[]] $Lines) {
        Wait-Until { (@(Get-MinosProcessLog $Name @at) -join '|') -ceq ($Lines -join '|') } "$Name has answered: $Lines"
    }
}

AfterAll { Stop-TestDaemon }

Describe 'Send-MinosProcessInput' {
    It 'sends nothing with -WhatIf' {
        Send-MinosProcessInput cat:* never @at -WhatIf
    }

    It 'sends lines, to one and to several' {
        Send-MinosProcessInput cat:0 'first', 'zwölf ☃' @at | Should -BeNullOrEmpty
        Assert-Log cat:0 'first', 'zwölf ☃'
        (Get-MinosProcess cat:* @at | Send-MinosProcessInput -Text both -PassThru).Name | Should -Be cat:0, cat:1
        Assert-Log cat:0 'first', 'zwölf ☃', both
        Assert-Log cat:1 both
    }

    It 'adds no line end when it must not' {
        Send-MinosProcessInput cat:1 'a', 'b' -NoNewline @at
        [pscustomobject]@{ Name = 'cat:1'; ServerUrl = $daemon.Uri } | Send-MinosProcessInput -Text c
        Assert-Log cat:1 both, abc
    }

    It 'reports a process that does not run, and says which name is close' {
        (Get-Failure { Send-MinosProcessInput idle x @at }).FullyQualifiedErrorId | Should -BeLike 'MinosProcessNotRunning,*'
        Assert-NearName MinosProcessNotFound idle { Send-MinosProcessInput ilde x @at }
        { Send-MinosProcessInput -Text x @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
    }
}
