BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $fleet = Start-TestJobHost 2
    $at = $fleet.At
}

AfterAll { Stop-TestDaemon }

Describe 'Start-MinosJob' {
    It 'refuses a start before the bootstrap, in the supervisor''s words' {
        $failed = @(Get-Failure { Start-MinosJob sleeper one -Task 0 @at })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosJobRefused,*'
        $failed[0].Exception.Message | Should -BeLike '*You should bootstrap the job first*'
        Initialize-MinosJob sleeper @at
    }

    It 'starts nothing with -WhatIf' {
        Start-MinosJob sleeper @at -WhatIf | Should -BeNullOrEmpty
        (Get-MinosJob sleeper @at).State | Should -Not -Contain Running
    }

    It 'starts, and then finds nothing to do' {
        (Start-MinosJob sleeper one @at -PassThru).State | Should -Be Running, Running
        (Start-MinosJob sleeper one @at -PassThru).Outcome | Should -Be Unchanged, Unchanged
    }

    It 'takes jobs from the pipeline' {
        (Get-MinosJob sleeper two @at | Start-MinosJob -PassThru).State | Should -Be Running, Running
        (Get-TestPid $fleet two) | Should -Not -Contain $null
    }

    It 'reports a process that does not stay up, with its own package' {
        Stop-MinosJob sleeper two @at
        $bad = Publish-TestSleeper $fleet r2 'exit 1'
        # It is not Running then, and never will be.
        $failed = @(Get-Failure { Start-MinosJob sleeper two -Task 1 @at -Package $bad -TimeoutSeconds 1 })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosJobState,*'
        $failed[0].TargetObject.Task | Should -Be 1
    }

    It 'names what is close to an unknown name' {
        Assert-NearName MinosJobNotFound one { Start-MinosJob sleeper onne @at }
    }
}
