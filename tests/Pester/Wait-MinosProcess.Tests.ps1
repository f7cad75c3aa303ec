BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:cat]
command=/bin/cat
startsecs=0
[program:slow]
command=/bin/sleep 1000
autostart=false
startsecs=1
'@
    $at = @{ Uri = $daemon.Uri }
}

AfterAll { Stop-TestDaemon }

Describe 'Wait-MinosProcess' {
    It 'waits until a process is in the state' {
        Start-MinosProcess slow @at -NoWait
        (Wait-MinosProcess slow @at -TimeoutSeconds 60 -PassThru).State | Should -Be Running
        Stop-MinosProcess slow @at -NoWait
        Wait-MinosProcess slow -State Stopped @at -TimeoutSeconds 60 | Should -BeNullOrEmpty
        (Get-MinosProcess slow @at).State | Should -Be Stopped
    }

    It 'is content with any of several states, of several processes from the pipeline' {
        (Get-MinosProcess @at | Wait-MinosProcess -State Running, Stopped -TimeoutSeconds 60 -PassThru).Name | Should -Be cat, slow
        ([pscustomobject]@{ Name = 'cat'; ServerUrl = $daemon.Uri } | Wait-MinosProcess -TimeoutSeconds 60 -PassThru).Name | Should -Be cat
    }

    It 'reports what is not so in time' {
        $failed = @(Get-Failure { Wait-MinosProcess * @at -State Running -TimeoutSeconds 1 })
        $failed.Count | Should -Be 1
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosWaitTimeout,*'
        $failed[0].Exception.Message | Should -BeLike '*slow*'
    }

    It 'wants a name that there is, and a state that there is' {
        { Wait-MinosProcess @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        { Wait-MinosProcess cat -State Runing @at } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,*'
        Assert-NearName MinosProcessNotFound cat { Wait-MinosProcess cta @at -TimeoutSeconds 1 }
    }
}
