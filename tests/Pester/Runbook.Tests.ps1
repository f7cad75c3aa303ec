# A runbook like those that operators write, against real hosts over ssh: install, break a program, see it, mend it, roll out a change in batches.
BeforeDiscovery { $isRoot = (& id -u) -eq '0' -and (Test-Path /usr/sbin/sshd) }

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    function Set-Configuration([string] $More) {
        Set-HostConfiguration $conf @"
[program:web]
command=/bin/sh -c 'test ! -e /home/minos/broken && exec sleep 1000'
autorestart=unexpected
startretries=1
startsecs=1
$More
"@
    }
}

Describe 'A runbook' -Skip:(-not $isRoot) {
    BeforeAll {
        $conf = Join-Path $TestDrive supervisord.conf
        Set-Configuration
        $fleet = Start-TestHost -Count 3 -FirstAddress 11
        $env:MINOS_HOSTS_FILE = $fleet.Groups
        $release = @{ SupervisordConf = $conf; Binary = $env:MINOSD_BINARY }
    }

    AfterAll {
        Stop-TestHost
        $env:MINOS_HOSTS_FILE = $null
    }

    It 'installs a group over ssh' {
        $results = Install-MinosSupervisor -Group group_1 @release -HealthTimeoutSeconds 60
        $results.Status | Should -Be Changed, Changed, Changed
        (Install-MinosSupervisor -Group group_1 @release).Status | Should -Be Unchanged, Unchanged, Unchanged
        (Get-MinosSupervisor -Group group_1).State | Should -Be RUNNING, RUNNING, RUNNING
        $env:MINOS_HOSTS_FILE = $null
        $piped = Get-MinosHost -ConfigurationFile $fleet.Groups -ComputerName 127.0.79.11 | Get-MinosProcess
        $piped.Name, $piped.Group | Should -Be web, group_1
        $env:MINOS_HOSTS_FILE = $fleet.Groups
        Wait-Until { 'web' -in (Get-Completion 'Restart-MinosProcess -Group group_1 -Name w') } 'web is offered, through ssh'
    }

    It 'shows where a program is broken, and mends it' {
        $process = Get-MinosProcess web -Group group_1 -ComputerName 127.0.79.12
        $null = New-Item "$($fleet.Root)/127.0.79.12/home/broken"
        $process | Send-MinosProcessSignal -Signal KILL
        Wait-Until { @(Get-MinosProcess -Group group_1 | Where-Object State -EQ Fatal).Count -eq 1 } 'one is FATAL'
        $fatal = Get-MinosProcess -Group group_1 | Where-Object State -EQ Fatal
        $fatal.ComputerName | Should -Be 127.0.79.12
        Remove-Item "$($fleet.Root)/127.0.79.12/home/broken"
        $fatal | Restart-MinosProcess -PassThru | ForEach-Object State | Should -Be Running
        (Get-MinosProcess -Group group_1 | Group-Object State).Name | Should -Be Running
    }

    It 'rolls a change out in batches, and ends at the first host that is not well' {
        $before = (Get-MinosProcess web -Group group_1 | Sort-Object ComputerName).Pid
        Set-Configuration "[program:broken]`ncommand=/bin/false`nstartretries=0"
        $results = Install-MinosSupervisor -Group group_1 @release -BatchSize 1 -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].Exception.Message | Should -BeLike '*not healthy: broken is FATAL (rolled back to *'
        $results.Status | Should -Be Skipped, Skipped
        Get-MinosProcess broken -Group group_1 -ErrorAction Ignore | Should -BeNullOrEmpty

        Set-Configuration "[program:second]`ncommand=/bin/sleep 1000"
        (Install-MinosSupervisor -Group group_1 @release -BatchSize 1, 50% -HealthTimeoutSeconds 60).Status | Should -Be Changed, Changed, Changed
        (Get-MinosProcess second -Group group_1).State | Should -Be Running, Running, Running
        (Get-MinosProcess web -Group group_1 | Sort-Object ComputerName).Pid | Should -Be $before
    }

    It 'brings another release there, and restarts a host, through ssh alone' {
        $before = Get-MinosProcess web -Group group_1 | Sort-Object ComputerName
        $results = Update-MinosSupervisor -Group group_1 -Binary (New-OtherRelease $TestDrive) -BatchSize 1, 100%
        $results.Status | Should -Be Changed, Changed, Changed
        $results.Release | Select-Object -Unique | Should -HaveCount 1
        (Get-MinosProcess web -Group group_1 | Sort-Object ComputerName).Pid | Should -Be $before.Pid
        $restarted = Get-MinosSupervisor -Group group_1 -ComputerName 127.0.79.11 | Restart-MinosSupervisor -HealthTimeoutSeconds 60 -Confirm:$false
        $restarted.Status | Should -Be Changed
        $after = Get-MinosProcess web -Group group_1 | Sort-Object ComputerName
        $after.State | Should -Be Running, Running, Running
        $after[0].Pid | Should -Not -Be $before[0].Pid
        $after[1, 2].Pid | Should -Be $before[1, 2].Pid
    }

    It 'goes on without a dead host, which is one error' {
        $fleet.Processes[2].Kill()
        $null = $fleet.Processes[2].WaitForExit(60000)
        (Get-MinosProcess web -Group group_1 -ErrorVariable failed -ErrorAction SilentlyContinue).Count | Should -Be 2
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        (Uninstall-MinosSupervisor -Group group_1 -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue).Status | Should -Be Changed, Changed
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        Get-ChildItem "$($fleet.Root)/127.0.79.11/home" | Should -BeNullOrEmpty
    }
}
