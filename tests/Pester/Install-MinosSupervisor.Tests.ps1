# The ways of one host; Runbook.Tests.ps1 has many hosts.
BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $here = New-LocalHost $TestDrive
    $root, $groups, $conf, $install = $here.Root, $here.Groups, $here.Configuration, $here.Install
}

Describe 'Install-MinosSupervisor' {
    # Here: at the end of the file what lies in TestDrive is gone, and the daemon would stay.
    AfterAll { Uninstall-MinosSupervisor -ConfigurationFile $groups -Confirm:$false | Out-Null }

    It 'shows with -WhatIf what it would do, and does nothing' {
        $plan = Install-MinosSupervisor @install -WhatIf
        $plan.Status, $plan.IsPlan | Should -Be Changed, $true
        $plan.Difference | Should -BeLike '*+`[program:keeper`]*'
        Test-Path $root | Should -BeFalse
    }

    It 'installs, and then finds nothing to do' {
        $first = Install-MinosSupervisor @install -Group here
        $first.Status, $first.ComputerName, $first.Group | Should -Be Changed, localhost, here
        $first.Changes.Path | Should -Contain supervisord.conf
        (Wait-MinosProcess keeper -ConfigurationFile $groups -TimeoutSeconds 60 -PassThru).State | Should -Be Running
        $second = Get-MinosHost -ConfigurationFile $groups | Install-MinosSupervisor @install
        $second.Status, $second.Pid | Should -Be Unchanged, $first.Pid
        $second | ConvertTo-Json -Depth 5 | ConvertFrom-Json | ForEach-Object ComputerName | Should -Be localhost
        ($second | Format-Table | Out-String) | Should -Match 'here +localhost +Unchanged'
    }

    It 'updates a changed configuration in place' {
        Add-Content -LiteralPath $conf -Value '[program:more]', 'command=/bin/sleep 1000', 'startsecs=0'
        $before = (Get-MinosProcess keeper -ConfigurationFile $groups).Pid
        (Install-MinosSupervisor @install).Status | Should -Be Changed
        (Get-MinosProcess -ConfigurationFile $groups).Name | Should -Be keeper, more
        (Get-MinosProcess keeper -ConfigurationFile $groups).Pid | Should -Be $before
    }

    It 'refuses a configuration with errors, and everything goes on' {
        Add-Content -LiteralPath $conf -Value '[program:bad]', 'numprocs=many'
        Install-MinosSupervisor @install -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostFailed,*'
        $failed[0].TargetObject.Phase | Should -Be Check
        (Get-MinosProcess -ConfigurationFile $groups).Name | Should -Be keeper, more
    }

    It 'says what is wrong with its parameters' {
        { Install-MinosSupervisor @install -BatchSize many -ErrorAction Stop } | Should -Throw -ErrorId 'MinosShareInvalid,*'
        { Install-MinosSupervisor -ConfigurationFile $groups -Binary $groups -ErrorAction Stop } | Should -Throw -ErrorId 'MinosInstallFileInvalid,*'
        { Install-MinosSupervisor -ConfigurationFile $groups -Binary $env:MINOSD_BINARY -SupervisordConf /no/such -ErrorAction Stop } |
            Should -Throw -ErrorId 'MinosInstallFileInvalid,*'
        Assert-NearName MinosGroupNotFound here { Install-MinosSupervisor @install -Group her }
        Assert-NearName MinosHostNotFound localhost { Install-MinosSupervisor @install -ComputerName localhots }
    }
}
