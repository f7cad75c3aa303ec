BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $fleet = Start-TestJobHost 3
    $at = $fleet.At
}

AfterAll { Stop-TestDaemon }

Describe 'Get-MinosJob' {
    It 'gets what has never been started' {
        $all = Get-MinosJob sleeper @at
        $all.Count | Should -Be 5
        ($all | Where-Object Job -EQ two | Sort-Object Task).Instance | Should -Be 0, 1
        $all.State | Should -Be (@($null) * 5)
    }

    It 'gets some, by job, task, group and host' {
        (Get-MinosJob sleeper -Group 'g[12]' @at | Sort-Object Group).ComputerName | Should -Be '127.0.0.1', '::1'
        (Get-MinosJob sleeper 'o*' -ComputerName localhost @at).Name | Should -Be 'sleeper--test--one'
        (Get-MinosJob "$($fleet.Jobs)/sleeper.cfg" two -Task 1 @at).Name | Should -Be 'sleeper--test--two1'
        ([pscustomobject]@{ Group = 'g2' } | Get-MinosJob sleeper @at).ComputerName | Should -Be '::1'
        $rows = Get-MinosJob sleeper @at | ConvertTo-Csv | ConvertFrom-Csv | Where-Object Job -EQ two
        ($rows | Get-MinosJob @at).Name | Sort-Object | Should -Be 'sleeper--test--two0', 'sleeper--test--two1'
        (Get-MinosJob sleeper two @at | Get-MinosJob).Task | Sort-Object | Should -Be 0, 1
    }

    It 'shows states in the table, and all in the list' {
        Initialize-MinosJob sleeper two @at
        Start-MinosJob sleeper two @at
        Get-MinosJob sleeper two @at | Out-String | Should -Match 'Running'
        Get-MinosJob sleeper two @at | Format-List | Out-String | Should -Match 'ServerUrl'
        Get-MinosJob sleeper @at | Group-Object State | ForEach-Object Count | Sort-Object | Should -Be 2, 3
        (Get-MinosJob sleeper @at | ConvertTo-Csv | ConvertFrom-Csv).Count | Should -Be 5
    }

    It 'names what is close to an unknown name' {
        Assert-NearName MinosJobNotFound one { Get-MinosJob sleeper onne @at }
        (Get-Failure { Get-MinosJob sleeper -ComputerName nowhere @at }).FullyQualifiedErrorId | Should -BeLike 'MinosHostNotFound,*'
    }

    It 'reports job files that are missing or wrong' {
        { Get-MinosJob @at } | Should -Throw -ErrorId 'MinosNameMissing,*'
        { Get-MinosJob none @at } | Should -Throw -ErrorId 'MinosJobFileNotFound,*'
        Set-Content -LiteralPath "$($fleet.Jobs)/wrong.cfg" -Value "[service]`nservice=a b"
        { Get-MinosJob wrong @at } | Should -Throw -ErrorId 'MinosJobFileInvalid,*'
        Remove-Item "$($fleet.Jobs)/wrong.cfg"
    }

    It 'completes job files, jobs and hosts' {
        Get-Completion "Get-MinosJob -ConfigurationFile $($at.ConfigurationFile) -Path sl" | Should -Be sleeper
        Get-Completion "Get-MinosJob -ConfigurationFile $($at.ConfigurationFile) -Path sleeper -Job t" | Should -Be two
        Get-Completion "Get-MinosJob -ConfigurationFile $($at.ConfigurationFile) -Path sleeper -ComputerName lo" | Should -Be localhost
    }

    It 'reports a host that does not answer, and goes on with the others' {
        $dead = $fleet.Supervisors[1].Process
        & /bin/kill -KILL $dead.Id
        $dead.WaitForExit(60000) | Should -BeTrue
        $found = Get-MinosJob sleeper one @at -ErrorVariable failed -ErrorAction SilentlyContinue
        $found.ComputerName | Sort-Object | Should -Be '::1', 'localhost'
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
    }
}
