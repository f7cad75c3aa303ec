BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $here = New-LocalHost $TestDrive
    $at = $here.At
    $install = $here.Install
}

Describe 'Start-MinosSupervisor' {
    # Here: at the end of the file what lies in TestDrive is gone, and the daemon would stay.
    AfterAll { Uninstall-MinosSupervisor @at -Confirm:$false | Out-Null }

    It 'reports a host where none is installed' {
        $failed = @(Get-Failure { Start-MinosSupervisor @at })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostFailed,*'
        $failed[0].TargetObject.Phase | Should -Be Probe
    }

    It 'leaves one that runs alone' {
        $installed = Install-MinosSupervisor @install
        $started = Start-MinosSupervisor @at
        $started.Status, $started.Pid | Should -Be Unchanged, $installed.Pid
    }

    It 'starts one that does not run, and nothing with -WhatIf' {
        Stop-MinosSupervisor @at -Confirm:$false
        Wait-Until { (Start-MinosSupervisor @at -WhatIf -ErrorAction Ignore).Status -eq 'Changed' } 'it has stopped'
        Get-MinosSupervisor @at -ErrorAction Ignore | Should -BeNullOrEmpty
        $started = Get-MinosHost @at | Start-MinosSupervisor -HealthTimeoutSeconds 60
        $started.Status, $started.ComputerName | Should -Be Changed, localhost
        (Get-MinosSupervisor @at).Pid | Should -Be $started.Pid
        (Get-MinosProcess @at).State | Should -Be Running
    }

    It 'names the known ones close to an unknown one' {
        Assert-NearName MinosGroupNotFound here { Start-MinosSupervisor @at -Group her }
        (Get-Failure { Start-MinosSupervisor @at -MaxFailure many }).FullyQualifiedErrorId | Should -BeLike 'MinosShareInvalid,*'
    }
}
