BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $groups = Join-Path $TestDrive groups.cfg
    Set-Content -LiteralPath $groups -Value @'
[group_1]
root_dir=/opt/minos
user=work
host.0=web[1-2]
[other]
root_dir=/opt/minos
host.0=10.0.0.1
rpc_port=9101
'@
    $at = @{ ConfigurationFile = $groups }
}

AfterAll { $env:MINOS_HOSTS_FILE = $null }

Describe 'Get-MinosHost' {
    It 'gets hosts by group and name' {
        (Get-MinosHost @at).ComputerName | Should -Be web1, web2, 10.0.0.1
        $web2 = Get-MinosHost @at -Group 'gr*' -ComputerName '*2'
        $web2.ServerUrl, $web2.RootDirectory, $web2.User | Should -Be 'http://web2:9001', /opt/minos, work
        (Get-MinosHost @at -Group other).ServerUrl | Should -Be 'http://10.0.0.1:9101'
        Get-MinosHost @at -Group 'none*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'takes groups and hosts from the pipeline' {
        ([pscustomobject]@{ Group = 'group_1'; ComputerName = 'web1' } | Get-MinosHost @at).ComputerName | Should -Be web1
        (Get-MinosHost @at | Get-MinosHost @at).ComputerName | Should -Be web1, web2, 10.0.0.1
    }

    It 'writes objects that the other commands handle' {
        (Get-MinosHost @at | ConvertTo-Csv | ConvertFrom-Csv).ComputerName | Should -Be web1, web2, 10.0.0.1
        (Get-MinosHost @at | Group-Object Group).Name | Should -Be group_1, other
        Get-MinosHost @at | Out-String | Should -Match 'group_1 +web1 +http://web1:9001'
        Get-MinosHost @at | Format-List | Out-String | Should -Match 'User +: work'
    }

    It 'names the known ones close to an unknown one' {
        Assert-NearName MinosGroupNotFound group_1 { Get-MinosHost @at -Group group_2 }
        Assert-NearName MinosHostNotFound web2 { Get-MinosHost @at -ComputerName web22 }
    }

    It 'finds the file by the variable, and says where it has looked' {
        $env:MINOS_HOSTS_FILE = $groups
        @(Get-MinosHost).Count | Should -Be 3
        $env:MINOS_HOSTS_FILE = $null
        { Get-MinosHost -ConfigurationFile (Join-Path $TestDrive none.cfg) } | Should -Throw -ErrorId 'MinosHostGroupsInvalid,*'
    }

    It 'reports every error of the file, with its line' {
        $wrong = Join-Path $TestDrive wrong.cfg
        Set-Content -LiteralPath $wrong -Value '[a]', 'port=many', 'host.0=x', '[b]', 'host.0=y'
        $failed = @(Get-Failure { Get-MinosHost -ConfigurationFile $wrong })
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostGroupsInvalid,*'
        $failed[0].ErrorDetails.Message | Should -Match 'many'
        $failed[0].ErrorDetails.Message | Should -Match 'root_dir'
    }

    It 'completes groups, and the hosts of a group' {
        Get-Completion "Get-MinosHost -ConfigurationFile $groups -Group g" | Should -Be group_1
        Get-Completion "Get-MinosHost -ConfigurationFile $groups -Group group_1 -ComputerName " | Should -Be web1, web2
        Push-Location (Split-Path $groups)
        try { Get-Completion 'Get-MinosHost -ConfigurationFile ./groups.cfg -Group o' | Should -Be other }
        finally { Pop-Location }
    }
}
