BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:both]
command=/bin/sh -c 'for i in 1 2 3; do echo out $i; done; echo error >&2; exec cat'
startsecs=0
[program:cat]
command=/bin/cat
startsecs=0
[program:silent]
command=/bin/cat
stdout_logfile=NONE
startsecs=0
'@
    $at = @{ Uri = $daemon.Uri }
    Wait-MinosProcess * @at -TimeoutSeconds 60
    Wait-Until { @(Get-MinosProcessLog both @at).Count -eq 3 } 'the output is in the log'
    Wait-Until { @(Get-MinosProcessLog both @at -Stream stderr).Count -eq 1 } 'the error output is in the log'
}

AfterAll { Stop-TestDaemon }

Describe 'Get-MinosProcessLog' {
    It 'gets the last lines, of output or error output' {
        $lines = Get-MinosProcessLog both @at
        $lines.Line | Should -Be 'out 1', 'out 2', 'out 3'
        $lines[0].Name, $lines[0].Stream, $lines[0].ComputerName | Should -Be both, stdout, localhost
        (Get-MinosProcessLog both @at -Tail 1).Line | Should -Be 'out 3'
        (Get-MinosProcessLog both @at -Stream stderr).Line | Should -Be error
        Get-MinosProcessLog cat @at | Should -BeNullOrEmpty
    }

    It 'takes wildcards, objects and property names' {
        (Get-MinosProcessLog 'b*' @at).Line | Should -Be 'out 1', 'out 2', 'out 3'
        (Get-MinosProcess both @at | Get-MinosProcessLog -Tail 1).Line | Should -Be 'out 3'
        ([pscustomobject]@{ Name = 'both'; ServerUrl = $daemon.Uri } | Get-MinosProcessLog -Tail 1).Line | Should -Be 'out 3'
    }

    It 'goes on with what is written, and ends with the pipeline' {
        Send-MinosProcessInput both 'more' @at
        (Get-MinosProcess both @at | Get-MinosProcessLog -Wait | Select-Object -First 4).Line | Should -Be 'out 1', 'out 2', 'out 3', more
    }

    It 'begins with as many lines as are wanted' {
        $lines = Get-MinosProcessLog both @at -Wait -Tail 2 | ForEach-Object { if ($_.Line -eq 'more') { Send-MinosProcessInput both 'again' @at }; $_ } |
            Select-Object -First 3
        $lines.Line | Should -Be 'out 3', more, again
        Send-MinosProcessInput both 'no more' @at
        Wait-Until { (Get-MinosProcessLog both @at -Tail 1).Line -eq 'no more' } 'the line is in the log'
        (Get-MinosProcessLog both @at -Wait -Tail 1 | Select-Object -First 1).Line | Should -Be 'no more'
    }

    It 'ends with Ctrl+C' {
        Assert-Stoppable Get-MinosProcessLog @{ Name = 'both'; Uri = $daemon.Uri; Wait = $true }
    }

    It 'reports a process without a log, and goes on with the others' {
        $lines = Get-MinosProcessLog silent, both @at -Tail 1 -ErrorVariable failed -ErrorAction SilentlyContinue
        $lines.Line | Should -Be 'no more'
        $failed.Count | Should -Be 1
        $failed[0].TargetObject.Name | Should -Be silent
    }

    It 'wants a name, and says which is close to one' {
        { Get-MinosProcessLog @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        Assert-NearName MinosProcessNotFound both { Get-MinosProcessLog boht @at }
    }
}
