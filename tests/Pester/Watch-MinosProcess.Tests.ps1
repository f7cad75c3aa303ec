BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:cat]
command=/bin/cat
startsecs=0
[program:dog]
command=/bin/cat
startsecs=0
'@
    $at = @{ Uri = $daemon.Uri }
    Wait-MinosProcess * @at -TimeoutSeconds 60
}

AfterAll { Stop-TestDaemon }

Describe 'Watch-MinosProcess' {
    It 'writes a table of all processes, or of some' {
        $all = Watch-MinosProcess @at -Count 1 | Out-String
        $all | Should -Match 'cat +Running'
        $all | Should -Match 'dog +Running'
        Watch-MinosProcess 'd*' @at -Count 1 | Out-String | Should -Not -Match 'cat'
        Get-MinosProcess cat @at | Watch-MinosProcess -Count 1 | Out-String | Should -Match 'cat'
    }

    It 'brings the table up to date' {
        $tables = Watch-MinosProcess cat @at -Count 2 -IntervalSeconds 1 | ForEach-Object { $_; Stop-MinosProcess cat @at }
        $tables[0] | Should -Match 'Running'
        $tables[1] | Should -Match 'Stopped'
    }

    It 'goes on without a host that does not answer, which is an error' {
        $table = Watch-MinosProcess -Uri $daemon.Uri, "$($daemon.Root)/none.sock" -Count 1 -ErrorVariable failed -ErrorAction SilentlyContinue
        "$table" | Should -Match 'dog'
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        Assert-NearName MinosProcessNotFound cat { Watch-MinosProcess cta @at -Count 1 }
    }

    It 'ends with Ctrl+C' {
        Assert-Stoppable 'Watch-MinosProcess' @{ Uri = $daemon.Uri; IntervalSeconds = 3600 }
    }
}
