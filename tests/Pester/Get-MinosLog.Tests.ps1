BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon "[program:a]`ncommand=/bin/sleep 1000`nstartsecs=0"
    $groups = New-TestGroup $daemon
    $at = @{ Uri = $daemon.Uri }
    Wait-MinosProcess a @at -TimeoutSeconds 60
}

AfterAll { Stop-TestDaemon }

Describe 'Get-MinosLog' {
    It 'gets the last lines of the supervisor''s own log' {
        $lines = Get-MinosLog @at -Tail 1000
        $lines.Line -match "spawned: 'a'" | Should -Not -BeNullOrEmpty
        $lines[0].Stream, $lines[0].Name, $lines[0].ComputerName | Should -Be supervisor, $null, localhost
        @(Get-MinosLog @at -Tail 1).Count | Should -Be 1
        Get-MinosLog @at -Tail 0 | Should -BeNullOrEmpty
    }

    It 'takes hosts from the pipeline' {
        (Get-MinosHost -ConfigurationFile $groups | Get-MinosLog -Tail 1).Group | Should -Be g0
        @([pscustomobject]@{ ServerUrl = $daemon.Uri } | Get-MinosLog -Tail 1).Count | Should -Be 1
    }

    It 'goes on with what is written, and ends with the pipeline' {
        Restart-MinosProcess a @at
        (Get-MinosLog @at -Wait | Where-Object Line -Match "stopped: a" | Select-Object -First 1).Line | Should -Match 'stopped: a'
    }

    It 'ends with Ctrl+C' {
        Assert-Stoppable Get-MinosLog @{ Uri = $daemon.Uri; Wait = $true }
    }

    It 'reports what does not answer, and names the known ones close to an unknown one' {
        (Get-Failure { Get-MinosLog -Uri "$($daemon.Root)/none.sock" }).FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        Assert-NearName MinosGroupNotFound g0 { Get-MinosLog -ConfigurationFile $groups -Group g00 }
    }
}
