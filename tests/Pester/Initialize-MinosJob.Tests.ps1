BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $fleet = Start-TestJobHost 2
    $at = $fleet.At
    function Get-Installed([int] $Index, [string] $Name) { Get-Content "$($fleet.Supervisors[$Index].Root)/app/sleeper/test/$Name/package/run" -ErrorAction Ignore }
}

AfterAll { Stop-TestDaemon }

Describe 'Initialize-MinosJob' {
    It 'installs nothing with -WhatIf' {
        Initialize-MinosJob sleeper @at -WhatIf | Should -BeNullOrEmpty
        Test-Path "$($fleet.Supervisors[0].Root)/app/sleeper" | Should -BeFalse
    }

    It 'installs, and starts nothing' {
        Initialize-MinosJob sleeper one @at | Should -BeNullOrEmpty
        0..1 | ForEach-Object { Get-Installed $_ one } | Should -Be 'exec sleep 1000', 'exec sleep 1000'
        Get-MinosProcess @at | Should -BeNullOrEmpty
    }

    It 'takes jobs from the pipeline' {
        $done = Get-MinosJob sleeper two @at | Initialize-MinosJob -PassThru
        $done.Outcome | Should -Be Done, Done
        $done.Task | Sort-Object | Should -Be 0, 1
    }

    It 'takes the newest package, or one that is named' {
        $null = Publish-TestSleeper $fleet r2 'exec sleep 2000'
        (Initialize-MinosJob sleeper one @at -Latest -PassThru).Outcome | Should -Be Done, Done
        Get-Installed 1 one | Should -Be 'exec sleep 2000'
        $package = Get-MinosPackage sleeper r1 -PackageServer $fleet.Store
        (Initialize-MinosJob sleeper one -Group g1 @at -Package $package -PassThru).ComputerName | Should -Be 127.0.0.1
        Get-Installed 0 one | Should -Be 'exec sleep 2000'
        Get-Installed 1 one | Should -Be 'exec sleep 1000'
    }

    It 'names what is close to an unknown name' {
        Assert-NearName MinosJobNotFound one { Initialize-MinosJob sleeper onne @at }
        { Initialize-MinosJob none @at } | Should -Throw -ErrorId 'MinosJobFileNotFound,*'
    }
}
