BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    . (Join-Path $PSScriptRoot answers.ps1)
    $daemon = Start-TestDaemon @'
[program:cat]
command=/bin/cat
startsecs=0
[program:web]
command=/bin/sleep 1000
numprocs=2
process_name=%(process_num)s
startsecs=0
'@
    $at = @{ Uri = $daemon.Uri }
}

AfterAll { Stop-TestDaemon }

Describe 'Stop-MinosProcess' {
    BeforeEach { Start-MinosProcess * @at }

    It 'stops by name, wildcard, object and property name' {
        Stop-MinosProcess cat @at | Should -BeNullOrEmpty
        (Get-MinosProcess cat @at).State | Should -Be Stopped
        (Stop-MinosProcess 'web:*' @at -PassThru).State | Should -Be Stopped, Stopped
        Start-MinosProcess * @at
        (Get-MinosProcess cat @at | Stop-MinosProcess -PassThru).State | Should -Be Stopped
        (Get-MinosProcess web:1 @at | Select-Object Name, ServerUrl | Stop-MinosProcess -PassThru).Name | Should -Be web:1
    }

    It 'leaves alone what is stopped already' {
        Stop-MinosProcess cat @at
        (Stop-MinosProcess cat @at -PassThru -ErrorAction Stop).State | Should -Be Stopped
    }

    It 'changes nothing with -WhatIf' {
        $before = (Get-MinosProcess @at).Pid
        Stop-MinosProcess * @at -WhatIf
        (Get-MinosProcess @at).Pid | Should -Be $before
    }

    It 'asks for each with -Confirm, and leaves what is not confirmed' {
        $no = Invoke-Answered No @{ at = $at } { Stop-MinosProcess 'web:*' @at -Confirm }
        @($no.Said -match '"Stop" on target "localhost/web:[01]"').Count | Should -Be 2
        (Get-MinosProcess 'web:*' @at).State | Should -Be Running, Running
        $null = Invoke-Answered Yes @{ at = $at } { Stop-MinosProcess web:0 @at -Confirm }
        (Get-MinosProcess 'web:*' @at).State | Should -Be Stopped, Running
    }

    It 'wants a name, and says which is close to one' {
        { Stop-MinosProcess @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        Assert-NearName MinosProcessNotFound web:0 { Stop-MinosProcess wbe:0 @at }
    }
}
