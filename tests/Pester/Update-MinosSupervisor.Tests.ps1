BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    . (Join-Path $PSScriptRoot answers.ps1)
    $daemon = Start-TestDaemon "[program:a]`ncommand=/bin/sleep 1000`nstartsecs=0"
    $groups = New-TestGroup $daemon
    $at = @{ Uri = $daemon.Uri }
    $first = Get-Content -LiteralPath $daemon.Configuration -Raw
    $b = "[program:b]`ncommand=/bin/sleep 1000`nstartsecs=0"
    Wait-MinosProcess a @at -TimeoutSeconds 60
}

AfterAll { Stop-TestDaemon }

Describe 'Update-MinosSupervisor' {
    It 'has nothing to do when nothing is changed' {
        Update-MinosSupervisor @at | Should -BeNullOrEmpty
    }

    It 'shows the difference with -WhatIf and applies it without' {
        Add-Content -LiteralPath $daemon.Configuration -Value $b
        $planned = Update-MinosSupervisor @at -WhatIf
        $planned.Change, $planned.ProcessGroup, $planned.Applied | Should -Be Added, b, $false
        (Get-MinosProcess @at).Name | Should -Be a
        $before = (Get-MinosProcess a @at).Pid
        (Update-MinosSupervisor @at).Applied | Should -BeTrue
        (Get-MinosProcess @at).Name | Should -Be a, b
        (Get-MinosProcess a @at).Pid | Should -Be $before
        Update-MinosSupervisor @at | Should -BeNullOrEmpty
    }

    It 'restarts what is changed, and removes what is gone' {
        $before = (Get-MinosProcess a @at).Pid
        Set-Content -LiteralPath $daemon.Configuration -Value ($first -replace '1000', '2000')
        $changes = Get-MinosHost -ConfigurationFile $groups | Update-MinosSupervisor
        $changes.Change | Should -Be Removed, Changed
        $changes.ProcessGroup | Should -Be b, a
        $changes.Group | Should -Be g0, g0
        $changes | Out-String | Should -Match 'b +Removed'
        Wait-MinosProcess a @at -TimeoutSeconds 60
        (Get-MinosProcess @at).Name | Should -Be a
        (Get-MinosProcess a @at).Pid | Should -Not -Be $before
    }

    It 'leaves what is not confirmed' {
        Add-Content -LiteralPath $daemon.Configuration -Value $b
        $no = Invoke-Answered No @{ at = $at } { Update-MinosSupervisor @at -Confirm }
        $no.Said -join ' ' | Should -BeLike '*"Update (Added)" on target "localhost/b"*'
        $no.Output.Applied | Should -BeFalse
        (Get-MinosProcess @at).Name | Should -Be a
    }

    It 'reports a configuration with errors, and everything goes on' {
        $good = Get-Content -LiteralPath $daemon.Configuration -Raw
        Add-Content -LiteralPath $daemon.Configuration -Value "[program:c]`nnumprocs=many"
        (Get-Failure { Update-MinosSupervisor @at }).FullyQualifiedErrorId | Should -BeLike 'MinosConfigurationInvalid,*'
        Set-Content -LiteralPath $daemon.Configuration -Value $good
        (Get-MinosProcess a @at).State | Should -Be Running
    }

    It 'reports what does not answer, and names the known ones close to an unknown one' {
        (Get-Failure { Update-MinosSupervisor -Uri "$($daemon.Root)/none.sock" }).FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        Assert-NearName MinosGroupNotFound g0 { Update-MinosSupervisor -ConfigurationFile $groups -Group g00 }
    }
}

Describe 'Update-MinosSupervisor -Binary' {
    BeforeAll {
        $here = New-LocalHost $TestDrive
        $at = $here.At
        $install = $here.Install
        $other = New-OtherRelease $TestDrive
    }

    AfterAll { Uninstall-MinosSupervisor @at -Confirm:$false | Out-Null }

    It 'installs nothing where there is none' {
        $failed = @(Get-Failure { Update-MinosSupervisor @at -Binary $other })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostFailed,*'
        $failed[0].TargetObject.Phase | Should -Be Probe
        Test-Path $here.Root | Should -BeFalse
        $script:installed = Install-MinosSupervisor @install
        Wait-MinosProcess * @at -TimeoutSeconds 60
    }

    It 'says with -WhatIf which release would be replaced by which' {
        $plan = Update-MinosSupervisor @at -Binary $other -WhatIf
        $plan.Status, $plan.IsPlan | Should -Be Changed, $true
        $change = $plan.Changes | Where-Object Path -EQ current
        $change.Detail | Should -Be "releases/$($installed.Release.Substring(0, 12)) -> releases/$($plan.Release.Substring(0, 12))"
        $said = Invoke-Answered No @{ at = $at; other = $other } { Update-MinosSupervisor @at -Binary $other -WhatIf }
        $said.Said -join ' ' | Should -BeLike "*$($change.Detail)*"
        (Install-MinosSupervisor @install).Status | Should -Be Unchanged
    }

    It 'upgrades in place, and keeps the configuration' {
        $process = (Get-MinosProcess @at).Pid
        Add-Content -LiteralPath "$($here.Root)/supervisor/supervisord.conf" -Value '; by hand'
        $upgraded = Get-MinosSupervisor @at | Update-MinosSupervisor -Binary $other
        $upgraded.Status, $upgraded.Pid | Should -Be Changed, $installed.Pid
        $upgraded.Release | Should -Not -Be $installed.Release
        (Get-MinosProcess @at).Pid | Should -Be $process
        Get-Content "$($here.Root)/supervisor/supervisord.conf" | Select-Object -Last 1 | Should -Be '; by hand'
        (Get-Item "/proc/$($installed.Pid)/exe").Target | Should -BeLike "*/releases/$($upgraded.Release)/*"
        (Update-MinosSupervisor @at -Binary $other).Status | Should -Be Unchanged
    }

    It 'starts none that does not run' {
        $null = Stop-MinosSupervisor @at -Confirm:$false
        $failed = @(Get-Failure { Update-MinosSupervisor @at -Binary $env:MINOSD_BINARY })
        $failed[0].Exception.Message | Should -BeLike '*does not run*'
        (Start-MinosSupervisor @at -WhatIf).Status | Should -Be Changed
    }

    It 'says what is wrong with its parameters' {
        (Get-Failure { Update-MinosSupervisor @at -Binary $here.Groups }).FullyQualifiedErrorId | Should -BeLike 'MinosInstallFileInvalid,*'
        (Get-Failure { Update-MinosSupervisor @at -BatchSize 1 }).FullyQualifiedErrorId | Should -BeLike 'MinosBinaryMissing,*'
        (Get-Failure { Update-MinosSupervisor -Uri $daemon.Uri -Binary $other }).FullyQualifiedErrorId | Should -BeLike 'MinosHostNotFound,*'
    }
}
