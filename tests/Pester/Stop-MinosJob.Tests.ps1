BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    . (Join-Path $PSScriptRoot answers.ps1)
    $fleet = Start-TestJobHost 2
    $at = $fleet.At
    Initialize-MinosJob sleeper @at
    Start-MinosJob sleeper @at
}

AfterAll { Stop-TestDaemon }

Describe 'Stop-MinosJob' {
    It 'stops nothing with -WhatIf, or when it is not confirmed' {
        Stop-MinosJob sleeper @at -WhatIf | Should -BeNullOrEmpty
        $no = Invoke-Answered No @{ at = $at } { Stop-MinosJob sleeper two @at -Confirm -PassThru }
        @($no.Said -match '"Stop" on target').Count | Should -Be 2
        $no.Output | Should -BeNullOrEmpty
        (Get-MinosJob sleeper @at).State | Should -Be (@('Running') * 4)
    }

    It 'stops some, from the pipeline and by parameter' {
        $stopped = Get-MinosJob sleeper two @at | Stop-MinosJob -PassThru
        $stopped.State | Should -Be Stopped, Stopped
        Stop-MinosJob sleeper one -Group g1 @at | Should -BeNullOrEmpty
        (Get-MinosJob sleeper one @at | Sort-Object Task).State | Should -Be Running, Stopped
    }

    It 'finds nothing to do where none runs' {
        (Stop-MinosJob sleeper two @at -PassThru -ErrorAction Stop).State | Should -Be Stopped, Stopped
    }

    It 'names what is close to an unknown name' {
        Assert-NearName MinosJobNotFound two { Stop-MinosJob sleeper twoo @at }
    }
}
