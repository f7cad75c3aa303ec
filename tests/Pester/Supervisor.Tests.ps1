BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon "[program:a]`ncommand=/bin/sleep 1000`nstartsecs=0"
    $at = @{ Uri = $daemon.Uri }
    $groups = Join-Path $TestDrive groups.cfg
    Set-Content -LiteralPath $groups -Value @'
[group_1]
root_dir=/opt/minos
host.0=web1
host.1=web2
[other]
root_dir=/opt/minos
host.0=10.0.0.1
'@
}

AfterAll { Stop-TestDaemon }

Describe 'Get-MinosHost' {
    It 'gets hosts by group and name' {
        (Get-MinosHost -ConfigurationFile $groups).Count | Should -Be 3
        (Get-MinosHost -ConfigurationFile $groups -Group 'gr*' -ComputerName '*2').ServerUrl | Should -Be 'http://web2:9001'
    }

    It 'names the known ones close to an unknown one' {
        Get-MinosHost -ConfigurationFile $groups -Group group_2 -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosGroupNotFound,*'
        $failed[0].Exception.Message | Should -BeLike "*'group_1'*"
    }

    It 'completes groups' {
        $line = "Get-MinosHost -ConfigurationFile $groups -Group g"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be group_1
    }
}

Describe 'Get-, Update-, Restart- and Stop-MinosSupervisor' {
    It 'gets a supervisor' {
        $supervisor = Get-MinosSupervisor @at
        $supervisor.State | Should -Be RUNNING
        $supervisor.Pid | Should -Be $daemon.Process.Id
    }

    It 'shows the difference with -WhatIf and applies it without' {
        Add-Content -LiteralPath $daemon.Configuration -Value "[program:b]`ncommand=/bin/sleep 1000`nstartsecs=0"
        $planned = Update-MinosSupervisor @at -WhatIf
        $planned.Change, $planned.ProcessGroup, $planned.Applied | Should -Be Added, b, $false
        (Get-MinosProcess @at).Name | Should -Be a
        (Update-MinosSupervisor @at).Applied | Should -BeTrue
        (Get-MinosProcess @at).Name | Should -Be a, b
        Update-MinosSupervisor @at | Should -BeNullOrEmpty
    }

    It 'reports a configuration with errors, and everything goes on' {
        $good = Get-Content -LiteralPath $daemon.Configuration -Raw
        Add-Content -LiteralPath $daemon.Configuration -Value "[program:c]`nnumprocs=many"
        Update-MinosSupervisor @at -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosConfigurationInvalid,*'
        Set-Content -LiteralPath $daemon.Configuration -Value $good
        (Get-MinosProcess a @at).State | Should -Be Running
    }

    It 'restarts and stops' {
        Stop-MinosSupervisor @at -WhatIf
        $before = (Get-MinosProcess a @at).Pid
        Restart-MinosSupervisor @at -Confirm:$false
        Wait-Until { Get-MinosProcess a @at -ErrorAction Ignore | Where-Object Pid -NotIn $null, $before } 'a has been started again'
        (Stop-MinosSupervisor @at -Confirm:$false -PassThru).Pid | Should -BeGreaterThan 0
        $daemon.Process.WaitForExit(60000) | Should -BeTrue
    }
}
