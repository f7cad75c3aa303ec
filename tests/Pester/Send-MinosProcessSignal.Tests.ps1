BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:trap]
command=/bin/sh -c 'trap "echo got it" USR1; echo ready; while :; do read -r line; done'
numprocs=2
process_name=%(process_num)s
startsecs=0
[program:web]
command=/bin/sleep 1000
startsecs=0
[program:idle]
command=/bin/sleep 1000
autostart=false
'@
    $at = @{ Uri = $daemon.Uri }
    function Wait-Line([string] $Name, [string] $Line, [int] $Count = 1) {
        Wait-Until { @((Get-MinosProcessLog $Name @at) | Where-Object Line -EQ $Line).Count -ge $Count } "$Name says $Line"
    }
    Wait-MinosProcess web, trap:* @at -TimeoutSeconds 60
    Wait-Line trap:0 ready
    Wait-Line trap:1 ready
}

AfterAll { Stop-TestDaemon }

Describe 'Send-MinosProcessSignal' {
    It 'sends nothing with -WhatIf' {
        $before = (Get-MinosProcess web @at).Pid
        Send-MinosProcessSignal web KILL @at -WhatIf
        (Get-MinosProcess web @at).Pid | Should -Be $before
    }

    It 'sends by name and number, by object and property name' {
        (Send-MinosProcessSignal 'trap:*' USR1 @at -PassThru).Name | Should -Be trap:0, trap:1
        Wait-Line trap:0 'got it'
        Wait-Line trap:1 'got it'
        Get-MinosProcess trap:0 @at | Send-MinosProcessSignal -Signal SIGUSR1
        Wait-Line trap:0 'got it' 2
        [pscustomobject]@{ Name = 'trap:1'; ServerUrl = $daemon.Uri } | Send-MinosProcessSignal -Signal 10
        Wait-Line trap:1 'got it' 2
    }

    It 'ends a process that starts again' {
        $before = (Get-MinosProcess web @at).Pid
        Send-MinosProcessSignal web KILL @at
        Wait-Until { (Get-MinosProcess web @at).Pid -notin $before, $null } 'the process is another'
    }

    It 'completes signals' {
        Get-Completion 'Send-MinosProcessSignal web us' | Should -Be USR1, USR2
        Get-Completion 'Send-MinosProcessSignal web -Signal SIGH' | Should -Be SIGHUP
    }

    It 'refuses a signal that there is not, a process that does not run, and a name that there is not' {
        $failed = @(Get-Failure { Send-MinosProcessSignal web NONE @at })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosSignalUnknown,*'
        $failed[0].Exception.Message | Should -Be 'localhost/web: there is no signal NONE.'
        $failed = @(Get-Failure { Send-MinosProcessSignal idle HUP @at })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosProcessNotRunning,*'
        $failed[0].Exception.Message | Should -Be 'localhost/idle: it does not run.'
        { Send-MinosProcessSignal -Signal HUP @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        Assert-NearName MinosProcessNotFound web { Send-MinosProcessSignal wbe HUP @at }
    }
}
