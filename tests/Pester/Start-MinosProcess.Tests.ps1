BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:idle]
command=/bin/sleep 1000
autostart=false
startsecs=0
[program:web]
command=/bin/sleep 1000
numprocs=2
process_name=%(process_num)s
autostart=false
startsecs=0
[program:broken]
command=/bin/false
autostart=false
startretries=0
'@
    $at = @{ Uri = $daemon.Uri }
}

AfterAll { Stop-TestDaemon }

Describe 'Start-MinosProcess' {
    BeforeEach { Stop-MinosProcess * @at }

    It 'starts by name, wildcard, object and property name' {
        Start-MinosProcess idle @at | Should -BeNullOrEmpty
        (Get-MinosProcess idle @at).State | Should -Be Running
        (Start-MinosProcess 'web:*' @at -PassThru).State | Should -Be Running, Running
        Stop-MinosProcess * @at
        (Get-MinosProcess idle @at | Start-MinosProcess -PassThru).State | Should -Be Running
        (Get-MinosProcess web:1 @at | Select-Object Name, ServerUrl | Start-MinosProcess -PassThru).State | Should -Be Running
    }

    It 'leaves alone what runs already' {
        $before = Start-MinosProcess idle @at -PassThru
        (Start-MinosProcess idle @at -PassThru -ErrorAction Stop).Pid | Should -Be $before.Pid
    }

    It 'starts nothing with -WhatIf' {
        Start-MinosProcess * @at -WhatIf
        (Get-MinosProcess @at).State | Should -Not -Contain Running
    }

    It 'reports a program that does not stay up, and starts the others' {
        $started = Start-MinosProcess broken, idle @at -PassThru -ErrorVariable failed -ErrorAction SilentlyContinue
        ($started | Where-Object Name -EQ idle).State | Should -Be Running
        $failed.Count | Should -Be 1
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosSpawnError,*'
        $failed[0].TargetObject.Name | Should -Be broken
    }

    It 'does not wait with -NoWait' {
        Start-MinosProcess broken @at -NoWait -ErrorAction Stop
        Wait-MinosProcess broken -State Fatal @at -TimeoutSeconds 60
    }

    It 'wants a name, and says which is close to one' {
        { Start-MinosProcess @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        Assert-NearName MinosProcessNotFound idle { Start-MinosProcess ilde @at }
    }
}
