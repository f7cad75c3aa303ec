BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $daemon = Start-TestDaemon @'
[program:cat]
command=/bin/cat
startsecs=0
[program:dog]
command=/bin/cat
startsecs=0
'@
    $groups = New-TestGroup $daemon
    $at = @{ Uri = $daemon.Uri }
    Wait-MinosProcess * @at -TimeoutSeconds 60
}

AfterAll { Stop-TestDaemon }

Describe 'Receive-MinosEvent' {
    It 'begins with what is' {
        $current = Receive-MinosEvent @at -IncludeCurrent | Select-Object -First 2 | Sort-Object Name
        $current.Name | Should -Be cat, dog
        $current.State | Should -Be Running, Running
        $current[0].Pid | Should -Be (Get-MinosProcess cat @at).Pid
        (Receive-MinosEvent 'd*' @at -IncludeCurrent | Select-Object -First 1).Name | Should -Be dog
    }

    It 'writes every change as it happens' {
        $stopping = $false
        # The current state says that it listens: what it does then is an event.
        $events = Receive-MinosEvent cat @at -IncludeCurrent | ForEach-Object {
            if ($_.State -eq 'Running' -and -not $stopping) { $stopping = $true; Stop-MinosProcess cat @at -NoWait }
            $_
        } | Select-Object -First 3
        $events.State | Should -Be Running, Stopping, Stopped
        $events[2].Pid | Should -BeNullOrEmpty
        ($events | ConvertTo-Json | ConvertFrom-Json).Count | Should -Be 3
        $events | Out-String | Should -Match 'cat +Stopping'
    }

    It 'takes hosts from the pipeline' {
        (Get-MinosHost -ConfigurationFile $groups | Receive-MinosEvent dog -IncludeCurrent | Select-Object -First 1).Group | Should -Be g0
    }

    It 'ends with Ctrl+C' {
        Assert-Stoppable Receive-MinosEvent @{ Uri = $daemon.Uri; IncludeCurrent = $true }
    }

    It 'reports what does not answer, and names the known ones close to an unknown one' {
        (Get-Failure { Receive-MinosEvent -Uri "$($daemon.Root)/none.sock" }).FullyQualifiedErrorId | Should -BeLike 'MinosHostUnreachable,*'
        Assert-NearName MinosGroupNotFound g0 { Receive-MinosEvent -ConfigurationFile $groups -Group g00 }
    }
}
