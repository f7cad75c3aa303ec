BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:cat]
command=/bin/cat
[program:web]
command=/bin/sleep 1000
numprocs=2
process_name=%(process_num)s
startsecs=0
[program:idle]
command=/bin/sleep 1000
autostart=false
startsecs=0
[program:broken]
command=/bin/false
autostart=false
startretries=0
'@
    $at = @{ Uri = $daemon.Uri }
    Wait-MinosProcess cat, web:* @at -TimeoutSeconds 60
}

AfterAll { Stop-TestDaemon }

Describe 'Get-MinosProcess' {
    It 'gets every process as an object' {
        $all = Get-MinosProcess @at
        $all.Name | Should -Be 'broken', 'cat', 'idle', 'web:0', 'web:1'
        $cat = $all | Where-Object Name -EQ cat
        $cat.State | Should -Be Running
        $cat.Pid | Should -BeGreaterThan 0
        ($all | Group-Object State | Where-Object Name -EQ Stopped).Count | Should -BeGreaterOrEqual 1
        ($all | ConvertTo-Json | ConvertFrom-Json).Count | Should -Be 5
        ($all | ConvertTo-Csv | ConvertFrom-Csv).Name | Should -Be $all.Name
    }

    It 'finds names with and without wildcards' {
        (Get-MinosProcess 'web:*', cat @at).Count | Should -Be 3
        Get-MinosProcess 'none*' @at -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'says which name is close' {
        Get-MinosProcess cta @at -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosProcessNotFound,*'
        $failed[0].Exception.Message | Should -BeLike "*'cat'*"
    }

    It 'reports a host that does not answer and goes on with the others' {
        $found = Get-MinosProcess cat -Uri $daemon.Uri, "$($daemon.Root)/none.sock" -ErrorVariable failed -ErrorAction SilentlyContinue
        $found.Name | Should -Be cat
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
    }

    It 'completes names' {
        $line = "Get-MinosProcess -Uri $($daemon.Uri) -Name c"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain cat
    }

    It 'shows a table and a list' {
        Get-MinosProcess cat @at | Out-String | Should -Match 'Running'
        Get-MinosProcess cat @at | Format-List | Out-String | Should -Match 'ServerUrl'
    }
}

Describe 'Start-MinosProcess, Stop-MinosProcess, Restart-MinosProcess' {
    It 'starts and stops by object' {
        (Get-MinosProcess idle @at | Start-MinosProcess -PassThru).State | Should -Be Running
        (Get-MinosProcess idle @at | Stop-MinosProcess -PassThru).State | Should -Be Stopped
    }

    It 'starts by property name' {
        (Get-MinosProcess idle @at | Select-Object Name, ServerUrl | Start-MinosProcess -PassThru).State | Should -Be Running
        Stop-MinosProcess idle @at
    }

    It 'restarts in the order of the pipeline' {
        $before = Get-MinosProcess 'web:*' @at | Sort-Object Name -Descending
        $after = $before | Restart-MinosProcess -PassThru
        $after.Name | Should -Be $before.Name
        $after[0].Pid | Should -Not -Be $before[0].Pid
    }

    It 'changes nothing with -WhatIf' {
        $before = (Get-MinosProcess cat @at).Pid
        Restart-MinosProcess cat @at -WhatIf
        Stop-MinosProcess cat @at -WhatIf
        (Get-MinosProcess cat @at).Pid | Should -Be $before
    }

    It 'reports a program that does not stay up' {
        Start-MinosProcess broken @at -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosSpawnError,*'
    }

    It 'wants a name' {
        { Stop-MinosProcess @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
    }
}

Describe 'Wait-MinosProcess' {
    It 'reports what is not so in time' {
        Wait-MinosProcess cat @at -State Fatal -TimeoutSeconds 1 -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosWaitTimeout,*'
    }
}

Describe 'Watch-MinosProcess' {
    It 'writes the table' {
        Watch-MinosProcess cat @at -Count 1 | Out-String | Should -Match 'cat'
    }
}

Describe 'Logs, input and signals' {
    It 'sends input and reads the log, and empties it' {
        Send-MinosProcessInput cat 'first', 'second' @at
        Wait-Until { @(Get-MinosProcessLog cat @at).Count -ge 2 } 'the lines are in the log'
        (Get-MinosProcessLog cat @at -Tail 1).Line | Should -Be second
        (Get-MinosProcess cat @at | Get-MinosProcessLog -Wait | Select-Object -First 2).Line | Should -Be 'first', 'second'
        Clear-MinosProcessLog cat @at
        Get-MinosProcessLog cat @at | Should -BeNullOrEmpty
    }

    It 'refuses a signal that there is not' {
        Send-MinosProcessSignal cat NONE @at -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosSignalUnknown,*'
    }

    It 'sends a signal' {
        $before = (Get-MinosProcess web:0 @at).Pid
        Send-MinosProcessSignal web:0 KILL @at
        Wait-Until { (Get-MinosProcess web:0 @at).Pid -notin $before, $null } 'the process is another'
    }

    It 'reads the log of the supervisor' {
        (Get-MinosLog @at -Tail 1000).Line -match 'spawned' | Should -Not -BeNullOrEmpty
    }

    It 'receives events' {
        (Receive-MinosEvent cat @at -IncludeCurrent | Select-Object -First 1).State | Should -Be Running
    }
}
