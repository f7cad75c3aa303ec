BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $fleet = Start-TestJobHost 2
    $at = $fleet.At
    Initialize-MinosJob sleeper one @at
    Start-MinosJob sleeper one @at
}

AfterAll { Stop-TestDaemon }

Describe 'Restart-MinosJob' {
    It 'restarts nothing with -WhatIf' {
        $before = Get-TestPid $fleet one
        Restart-MinosJob sleeper one @at -WhatIf | Should -BeNullOrEmpty
        Get-TestPid $fleet one | Should -Be $before
    }

    It 'restarts, on all hosts at once' {
        $before = Get-TestPid $fleet one
        (Restart-MinosJob sleeper one @at -PassThru).State | Should -Be Running, Running
        $after = Get-TestPid $fleet one
        $after | Should -Not -Contain $null
        Compare-Object $before $after -IncludeEqual -ExcludeDifferent | Should -BeNullOrEmpty
    }

    It 'takes a package that is named, and jobs from the pipeline' {
        $before = Get-TestPid $fleet one
        $second = Publish-TestSleeper $fleet r2 'exec sleep 2000'
        Get-MinosJob sleeper one -Group g1 @at | Restart-MinosJob -Package $second | Should -BeNullOrEmpty
        Get-Content "$($fleet.Supervisors[0].Root)/app/sleeper/test/one/package/run" | Should -Be 'exec sleep 1000'
        Get-Content "$($fleet.Supervisors[1].Root)/app/sleeper/test/one/package/run" | Should -Be 'exec sleep 2000'
        $after = Get-TestPid $fleet one
        $after[0] | Should -Be $before[0]
        $after[1] | Should -Not -BeIn $before[1], $null
    }

    It 'reports what was never installed, and names what is close to an unknown name' {
        (Get-Failure { Restart-MinosJob sleeper two -Task 0 @at }).FullyQualifiedErrorId | Should -BeLike 'MinosJobRefused,*'
        Assert-NearName MinosJobNotFound one { Restart-MinosJob sleeper onne @at }
    }
}
