BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    . (Join-Path $PSScriptRoot answers.ps1)
    $fleet = Start-TestJobHost 2
    $at = $fleet.At
    Initialize-MinosJob sleeper @at
    $log = "$($fleet.Supervisors[0].Root)/log/sleeper/test/one"
}

AfterAll { Stop-TestDaemon }

Describe 'Clear-MinosJob' {
    It 'removes nothing with -WhatIf, or when it is not confirmed' {
        Clear-MinosJob sleeper @at -WhatIf
        $no = Invoke-Answered No @{ at = $at } { Clear-MinosJob sleeper one @at -PassThru }
        @($no.Said -match '"Remove logs and data" on target').Count | Should -Be 2
        $no.Output | Should -BeNullOrEmpty
        Test-Path $log | Should -BeTrue
    }

    It 'refuses a job that runs, and a wrong token' {
        Start-MinosJob sleeper one -Task 0 @at
        (Get-Failure { Clear-MinosJob sleeper one -Task 0 @at -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'MinosJobRefused,*'
        Stop-MinosJob sleeper one -Task 0 @at
        $failed = @(Get-Failure { Clear-MinosJob sleeper one @at -CleanupToken wrong -Confirm:$false })
        $failed.Count | Should -Be 2
        $failed[0].Exception.Message | Should -BeLike '*Cleanup token is invalid*'
        Test-Path $log | Should -BeTrue
    }

    It 'removes, by parameter and from the pipeline' {
        (Clear-MinosJob sleeper one @at -Confirm:$false -PassThru).Outcome | Should -Be Done, Done
        Test-Path $log | Should -BeFalse
        (Get-MinosJob sleeper two @at | Clear-MinosJob -Confirm:$false -PassThru).Outcome | Should -Be Done, Done
    }

    It 'names what is close to an unknown name' {
        Assert-NearName MinosJobNotFound one { Clear-MinosJob sleeper onne @at -Confirm:$false }
    }
}
