BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:a]
command=/bin/sh -c 'echo out; echo error >&2; exec cat'
numprocs=3
process_name=%(process_num)s
startsecs=0
'@
    $at = @{ Uri = $daemon.Uri }
    Wait-MinosProcess * @at -TimeoutSeconds 60
    function Get-LogSize([string] $Name) { @('stdout', 'stderr').ForEach({ @(Get-MinosProcessLog $Name @at -Stream $_).Count }) }
    foreach ($index in 0..2) { Wait-Until { "$(Get-LogSize a:$index)" -eq '1 1' } "a:$index has written" }
}

AfterAll { Stop-TestDaemon }

Describe 'Clear-MinosProcessLog' {
    It 'empties nothing with -WhatIf' {
        Clear-MinosProcessLog a:* @at -WhatIf
        Get-LogSize a:0 | Should -Be 1, 1
    }

    It 'empties both logs, by name, object and property name' {
        Clear-MinosProcessLog a:0 @at | Should -BeNullOrEmpty
        Get-LogSize a:0 | Should -Be 0, 0
        Get-LogSize a:1 | Should -Be 1, 1
        (Get-MinosProcess a:1 @at | Clear-MinosProcessLog -PassThru).Name | Should -Be a:1
        Get-LogSize a:1 | Should -Be 0, 0
        [pscustomobject]@{ Name = 'a:2'; ServerUrl = $daemon.Uri } | Clear-MinosProcessLog
        Get-LogSize a:2 | Should -Be 0, 0
        (Get-MinosProcess a:* @at).State | Should -Be Running, Running, Running
    }

    It 'wants a name, and says which is close to one' {
        { Clear-MinosProcessLog @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        Assert-NearName MinosProcessNotFound a:0 { Clear-MinosProcessLog a:00 @at }
    }
}
