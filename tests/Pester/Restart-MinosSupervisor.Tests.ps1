BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    . (Join-Path $PSScriptRoot answers.ps1)
}

AfterAll { Stop-TestDaemon }

Describe 'Restart-MinosSupervisor of a host group' {
    BeforeAll {
        $here = New-LocalHost $TestDrive
        $at = $here.At
        $install = $here.Install
        $null = Install-MinosSupervisor @install
        Wait-MinosProcess * @at -TimeoutSeconds 60
    }

    AfterAll { Uninstall-MinosSupervisor @at -Confirm:$false | Out-Null }

    It 'restarts nothing with -WhatIf' {
        $before = (Get-MinosSupervisor @at).Pid
        $plan = Restart-MinosSupervisor @at -WhatIf
        $plan.Status, $plan.IsPlan | Should -Be Changed, $true
        (Get-MinosSupervisor @at).Pid | Should -Be $before
    }

    It 'restarts it and its processes, and waits for them' {
        $before = Get-MinosProcess @at
        $supervisor = Get-MinosSupervisor @at
        $restarted = $supervisor | Restart-MinosSupervisor -HealthTimeoutSeconds 60 -Confirm:$false
        $restarted.Status, $restarted.ComputerName | Should -Be Changed, localhost
        $restarted.Pid | Should -Not -Be $supervisor.Pid
        (Get-MinosSupervisor @at).Pid | Should -Be $restarted.Pid
        $after = Get-MinosProcess @at
        $after.State | Should -Be Running
        $after.Pid | Should -Not -Be $before.Pid
    }

    It 'names the known ones close to an unknown one' {
        Assert-NearName MinosGroupNotFound here { Restart-MinosSupervisor @at -Group her -Confirm:$false }
        (Get-Failure { Restart-MinosSupervisor @at -BatchSize many -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'MinosShareInvalid,*'
    }
}

Describe 'Restart-MinosSupervisor by its address' {
    BeforeAll {
        $daemon = Start-TestDaemon "[program:a]`ncommand=/bin/sleep 1000`nstartsecs=0"
        $at = @{ Uri = $daemon.Uri }
        Wait-MinosProcess a @at -TimeoutSeconds 60
        function Wait-Other([int] $Before) {
            Wait-Until { Get-MinosProcess a @at -ErrorAction Ignore | Where-Object Pid -NotIn $null, $Before } 'a has been started again'
        }
    }

    It 'changes nothing with -WhatIf, or when it is not confirmed' {
        $before = (Get-MinosProcess a @at).Pid
        Restart-MinosSupervisor @at -WhatIf
        $no = Invoke-Answered No @{ at = $at } { Restart-MinosSupervisor @at -PassThru }
        $no.Said -join ' ' | Should -BeLike '*"Restart the supervisor and its processes" on target "localhost"*'
        $no.Output | Should -BeNullOrEmpty
        (Get-MinosProcess a @at).Pid | Should -Be $before
    }

    It 'restarts, with the configuration as it is now' {
        Add-Content -LiteralPath $daemon.Configuration -Value "[program:b]`ncommand=/bin/sleep 1000`nstartsecs=0"
        $before = (Get-MinosProcess a @at).Pid
        (Restart-MinosSupervisor @at -Confirm:$false -PassThru).Pid | Should -Be $daemon.Process.Id
        Wait-Other $before
        (Get-MinosProcess @at).Name | Should -Be a, b
        $daemon.Process.HasExited | Should -BeFalse
    }

    It 'takes supervisors from the pipeline' {
        $before = (Get-MinosProcess a @at).Pid
        Get-MinosSupervisor @at | Restart-MinosSupervisor -Confirm:$false | Should -BeNullOrEmpty
        Wait-Other $before
    }

    It 'reports what does not answer' {
        (Get-Failure { Restart-MinosSupervisor -Uri "$($daemon.Root)/none.sock" -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
    }
}
