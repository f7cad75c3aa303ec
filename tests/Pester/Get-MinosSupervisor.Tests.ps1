BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon -Sections '' -Daemon 'identifier=first'
    $other = Start-TestDaemon ''
    $groups = New-TestGroup $daemon, $other
    $at = @{ ConfigurationFile = $groups }
}

AfterAll { Stop-TestDaemon }

Describe 'Get-MinosSupervisor' {
    It 'gets a supervisor by its address' {
        $supervisor = Get-MinosSupervisor -Uri $daemon.Uri
        $supervisor.State, $supervisor.Identifier | Should -Be RUNNING, first
        $supervisor.Pid | Should -Be $daemon.Process.Id
        $supervisor.Version | Should -Not -BeNullOrEmpty
        (Get-MinosSupervisor -Uri "$($daemon.Root)/supervisor/run/supervisor.sock").Pid | Should -Be $daemon.Process.Id
    }

    It 'gets those of groups, by parameter and from the pipeline' {
        (Get-MinosSupervisor @at | Sort-Object Group).Pid | Should -Be $daemon.Process.Id, $other.Process.Id
        (Get-MinosSupervisor @at -Group g1).ComputerName | Should -Be 127.0.0.1
        $piped = Get-MinosHost @at -ComputerName 127* | Get-MinosSupervisor
        $piped.Group, $piped.Pid | Should -Be g1, $other.Process.Id
        ([pscustomobject]@{ ServerUrl = $other.Uri } | Get-MinosSupervisor).Pid | Should -Be $other.Process.Id
    }

    It 'writes objects that the other commands handle' {
        (Get-MinosSupervisor @at | ConvertTo-Json | ConvertFrom-Json).Count | Should -Be 2
        Get-MinosSupervisor @at | Out-String | Should -Match 'g0 +localhost +RUNNING'
        Get-MinosSupervisor @at | Format-List | Out-String | Should -Match 'Identifier +: first'
    }

    It 'reports what does not answer, and goes on with the others' {
        $found = Get-MinosSupervisor -Uri "$($daemon.Root)/none.sock", $daemon.Uri -ErrorVariable failed -ErrorAction SilentlyContinue
        $found.Pid | Should -Be $daemon.Process.Id
        $failed.FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        (Get-Failure { Get-MinosSupervisor -Uri 'gopher://x' }).FullyQualifiedErrorId | Should -BeLike 'MinosUriInvalid,*'
    }

    It 'says what is wrong with a password' {
        $port = New-TestPort
        $null = Start-TestDaemon "[inet_http_server]`nport=127.0.0.1:$port`nusername=user`npassword=p@ss"
        $uri = "http://127.0.0.1:$port"
        (Get-Failure { Get-MinosSupervisor -Uri $uri }).FullyQualifiedErrorId | Should -BeLike 'MinosAccessDenied,*'
        $credential = [pscredential]::new('user', (ConvertTo-SecureString 'p@ss' -AsPlainText -Force))
        (Get-MinosSupervisor -Uri $uri -Credential $credential).State | Should -Be RUNNING
    }

    It 'names the known ones close to an unknown one' {
        Assert-NearName MinosGroupNotFound g0 { Get-MinosSupervisor @at -Group g00 }
        Assert-NearName MinosHostNotFound localhost { Get-MinosSupervisor @at -ComputerName localhots }
    }
}
