BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    . (Join-Path $PSScriptRoot answers.ps1)
}

AfterAll { Stop-TestDaemon }

Describe 'Stop-MinosSupervisor of a host group' {
    BeforeAll {
        $here = New-LocalHost $TestDrive
        $at = $here.At
        $install = $here.Install
        $null = Install-MinosSupervisor @install
        Wait-MinosProcess * @at -TimeoutSeconds 60
    }

    AfterAll { Uninstall-MinosSupervisor @at -Confirm:$false | Out-Null }

    It 'stops nothing with -WhatIf, or when it is not confirmed' {
        $plan = Stop-MinosSupervisor @at -WhatIf
        $plan.Status, $plan.IsPlan, $plan.ComputerName | Should -Be Changed, $true, localhost
        $no = Invoke-Answered No @{ at = $at } { Stop-MinosSupervisor @at }
        $no.Said -join ' ' | Should -BeLike '*"Stop the supervisor and its processes" on target "here/localhost"*'
        $no.Output | Should -BeNullOrEmpty
        (Get-MinosProcess @at).State | Should -Be Running
    }

    It 'stops it and its processes, and then finds nothing to do' {
        $process = (Get-MinosProcess @at).Pid
        $stopped = Get-MinosSupervisor @at | Stop-MinosSupervisor -Confirm:$false
        $stopped.Status, $stopped.Group | Should -Be Changed, here
        Test-Running $process | Should -BeFalse
        (Get-Failure { Get-MinosSupervisor @at }).FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        (Stop-MinosSupervisor @at -Confirm:$false).Status | Should -Be Unchanged
    }

    It 'stops one that does not answer' {
        $started = Start-MinosSupervisor @at
        Remove-Item "$($here.Root)/supervisor/run/supervisor.sock"
        (Get-Failure { Get-MinosSupervisor @at }).FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        (Stop-MinosSupervisor @at -Confirm:$false).Status | Should -Be Changed
        Test-Running $started.Pid | Should -BeFalse
    }

    It 'names the known ones close to an unknown one' {
        Assert-NearName MinosGroupNotFound here { Stop-MinosSupervisor @at -Group her -Confirm:$false }
        Assert-NearName MinosHostNotFound localhost { Stop-MinosSupervisor @at -ComputerName localhots -Confirm:$false }
    }
}

Describe 'Stop-MinosSupervisor by its address' {
    BeforeAll {
        $daemon = Start-TestDaemon "[program:a]`ncommand=/bin/sleep 1000`nstartsecs=0"
        $other = Start-TestDaemon ''
        $at = @{ Uri = $daemon.Uri }
        Wait-MinosProcess * @at -TimeoutSeconds 60
    }

    It 'changes nothing with -WhatIf, or when it is not confirmed' {
        Stop-MinosSupervisor @at -WhatIf
        $no = Invoke-Answered No @{ at = $at } { Stop-MinosSupervisor @at -PassThru }
        $no.Said -join ' ' | Should -BeLike '*"Stop the supervisor and its processes" on target "localhost"*'
        $no.Output | Should -BeNullOrEmpty
        (Get-MinosSupervisor @at).State | Should -Be RUNNING
    }

    It 'stops it and its processes' {
        $process = (Get-MinosProcess a @at).Pid
        (Stop-MinosSupervisor @at -Confirm:$false -PassThru).Pid | Should -Be $daemon.Process.Id
        $daemon.Process.WaitForExit(60000) | Should -BeTrue
        Test-Running $process | Should -BeFalse
        Get-MinosSupervisor -Uri $other.Uri | Stop-MinosSupervisor -Confirm:$false | Should -BeNullOrEmpty
        $other.Process.WaitForExit(60000) | Should -BeTrue
    }

    It 'reports what does not answer' {
        (Get-Failure { Stop-MinosSupervisor @at -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
    }
}
