BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $fleet = Start-TestJobHost 3
    $at = $fleet.At
    $one = @{ Path = 'sleeper'; Job = 'one' } + $at
    Initialize-MinosJob @one
    Start-MinosJob @one
}

AfterAll { Stop-TestDaemon }

Describe 'Update-MinosJob' {
    It 'plans it with -WhatIf' {
        $null = Publish-TestSleeper $fleet r2 'exec sleep 2000'
        $before = Get-TestPid $fleet one
        Update-MinosJob @one -Latest -WhatIf | Should -BeNullOrEmpty
        Get-TestPid $fleet one | Should -Be $before
    }

    It 'updates in batches what the pipeline brings' {
        $results = Get-MinosJob @one | Sort-Object Task | Update-MinosJob -Latest -BatchSize 2
        $results.Outcome | Should -Be (@('Done') * 3)
        $results.ComputerName | Should -Be localhost, 127.0.0.1, ::1
        $fleet.Supervisors.ForEach({ Get-Content "$($_.Root)/app/sleeper/test/one/package/run" }) | Should -Be (@('exec sleep 2000') * 3)
    }

    It 'stops at the first failure and leaves the rest' {
        $null = Publish-TestSleeper $fleet r3 'exit 1'
        $before = Get-TestPid $fleet one
        # The first is not Running then, and never will be.
        $results = Update-MinosJob @one -Latest -TimeoutSeconds 1 -ErrorVariable failed -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be Failed, Skipped, Skipped
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosJobState,*'
        (Get-TestPid $fleet one)[-2, -1] | Should -Be $before[-2, -1]
    }

    It 'names what is close to an unknown name' {
        Assert-NearName MinosJobNotFound one { Update-MinosJob sleeper onne @at }
    }
}
